namespace CacheStorm.Plugins.Tracking;

/// <summary>Which options go together, and with what the client has already. Checked in Redis' order.</summary>
internal static class TrackingRules
{
    /// <summary>Checks them; an error has been replied when it returns false.</summary>
    /// <param name="context">The call.</param>
    /// <param name="client">What the client has; null: it was never tracked.</param>
    /// <param name="options">What it wants.</param>
    public static bool Allow(CommandContext context, TrackedClient? client, in TrackingOptions options)
    {
        TrackingModes now = client?.Modes ?? TrackingModes.None;
        TrackingModes wanted = options.Modes;
        bool isBroadcast = (wanted & TrackingModes.Broadcast) != 0;
        ReadOnlySpan<byte> error = default;
        if (!isBroadcast && options.Prefixes.Count > 0)
            error = TrackingErrors.PrefixNeedsBroadcast;
        else if ((now & TrackingModes.On) != 0 && ((now ^ wanted) & TrackingModes.Broadcast) != 0)
            error = TrackingErrors.BroadcastSwitched;
        else if (isBroadcast && (wanted & (TrackingModes.OptIn | TrackingModes.OptOut)) != 0)
            error = TrackingErrors.BroadcastWithOptions;
        else if ((wanted & TrackingModes.OptIn) != 0 && (wanted & TrackingModes.OptOut) != 0)
            error = TrackingErrors.BothOptions;
        else if (IsSwitched(now, wanted, TrackingModes.OptIn, TrackingModes.OptOut) || IsSwitched(now, wanted, TrackingModes.OptOut, TrackingModes.OptIn))
            error = TrackingErrors.OptionSwitched;
        if (error.IsEmpty)
            return !isBroadcast || PrefixesFit(context, client, options.Prefixes);
        context.Reply.Error(error);
        return false;
    }

    private static bool IsSwitched(TrackingModes now, TrackingModes wanted, TrackingModes from, TrackingModes to) =>
        (now & from) != 0 && (wanted & to) != 0;

    private static bool PrefixesFit(CommandContext context, TrackedClient? client, IReadOnlyList<byte[]> prefixes)
    {
        for (int i = 0; i < prefixes.Count; i++)
        {
            foreach (byte[] existing in client?.Prefixes ?? [])
            {
                if (Overlap(prefixes[i], existing))
                {
                    TrackingErrors.Overlap(context.Reply, prefixes[i], isGiven: false, existing);
                    return false;
                }
            }
            for (int j = i + 1; j < prefixes.Count; j++)
            {
                if (Overlap(prefixes[i], prefixes[j]))
                {
                    TrackingErrors.Overlap(context.Reply, prefixes[i], isGiven: true, prefixes[j]);
                    return false;
                }
            }
        }
        return true;
    }

    private static bool Overlap(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length < other.Length ? other.StartsWith(one) : one.StartsWith(other);
}
