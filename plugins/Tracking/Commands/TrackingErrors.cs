namespace CacheStorm.Plugins.Tracking;

/// <summary>The errors of CLIENT TRACKING and CLIENT CACHING, in Redis' words.</summary>
internal static class TrackingErrors
{
    public static ReadOnlySpan<byte> OneRedirect => "ERR A client can only redirect to a single other client"u8;
    public static ReadOnlySpan<byte> NoSuchClient => "ERR The client ID you want redirect to does not exist"u8;
    public static ReadOnlySpan<byte> PrefixNeedsBroadcast => "ERR PREFIX option requires BCAST mode to be enabled"u8;
    public static ReadOnlySpan<byte> BroadcastSwitched =>
        "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode."u8;
    public static ReadOnlySpan<byte> BroadcastWithOptions => "ERR OPTIN and OPTOUT are not compatible with BCAST"u8;
    public static ReadOnlySpan<byte> BothOptions => "ERR You can't specify both OPTIN mode and OPTOUT mode"u8;
    public static ReadOnlySpan<byte> OptionSwitched =>
        "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode."u8;
    public static ReadOnlySpan<byte> CachingWithoutTracking =>
        "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled"u8;
    public static ReadOnlySpan<byte> YesWithoutOptIn => "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode."u8;
    public static ReadOnlySpan<byte> NoWithoutOptOut => "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode."u8;

    /// <summary>A prefix that begins with another one, or the other way round.</summary>
    /// <param name="reply">Receives the error.</param>
    /// <param name="prefix">The one.</param>
    /// <param name="isGiven">The other is in the same call; else the client has it already.</param>
    /// <param name="other">The other.</param>
    public static void Overlap(ReplyWriter reply, ReadOnlySpan<byte> prefix, bool isGiven, ReadOnlySpan<byte> other) => reply.Error(
    [
        .. "ERR Prefix '"u8, .. UpToZero(prefix),
        .. isGiven ? "' overlaps with another provided prefix '"u8 : "' overlaps with an existing prefix '"u8, .. UpToZero(other),
        .. "'. Prefixes for a single client must not overlap."u8,
    ]);

    /// <summary>What Redis quotes ends with its first zero byte.</summary>
    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
