namespace CacheStorm.Plugins.Tracking;

/// <summary>CLIENT TRACKINGINFO and CLIENT GETREDIR: how one's own connection is tracked.</summary>
internal sealed class TrackingInfoCommands
{
    [Command("CLIENT|GETREDIR", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.0.0",
        Summary = "Get tracking notifications redirection client ID if any",
        Complexity = "O(1)")]
    public void GetRedirect(CommandContext context) => context.Reply.Integer(context.Client.TrackingRedirect);

    [Command("CLIENT|TRACKINGINFO", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.2.0",
        Summary = "Return information about server assisted client side caching for the current connection",
        Complexity = "O(1)")]
    public void TrackingInfo(CommandContext context)
    {
        context.Client.TryGet(TrackedClient.Slot, out TrackedClient? client);
        ReplyWriter reply = context.Reply;
        reply.Map(3);
        reply.Bulk("flags"u8);
        WriteFlags(reply, client);
        reply.Bulk("redirect"u8);
        reply.Integer(context.Client.TrackingRedirect);
        reply.Bulk("prefixes"u8);
        reply.Array(client?.Prefixes.Count ?? 0);
        foreach (byte[] prefix in client?.Prefixes ?? [])
            reply.Bulk(prefix);
    }

    private static void WriteFlags(ReplyWriter reply, TrackedClient? client)
    {
        if (client is not { IsOn: true })
        {
            reply.Set(1);
            reply.Bulk("off"u8);
            return;
        }
        DeferredLength length = reply.DeferredSet();
        int count = 1;
        reply.Bulk("on"u8);
        count += Flag(reply, client.Is(TrackingModes.Broadcast), "bcast"u8);
        count += Flag(reply, client.Is(TrackingModes.OptIn), "optin"u8);
        count += Flag(reply, client.Is(TrackingModes.OptIn) && client.IsCaching, "caching-yes"u8);
        count += Flag(reply, client.Is(TrackingModes.OptOut), "optout"u8);
        count += Flag(reply, client.Is(TrackingModes.OptOut) && client.IsCaching, "caching-no"u8);
        count += Flag(reply, client.Is(TrackingModes.NoLoop), "noloop"u8);
        count += Flag(reply, client.HasBrokenRedirect, "broken_redirect"u8);
        reply.Complete(length, count);
    }

    private static int Flag(ReplyWriter reply, bool isSet, ReadOnlySpan<byte> name)
    {
        if (isSet)
            reply.Bulk(name);
        return isSet ? 1 : 0;
    }
}
