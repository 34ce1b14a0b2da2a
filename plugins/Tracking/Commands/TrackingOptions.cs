namespace CacheStorm.Plugins.Tracking;

/// <summary>CLIENT TRACKING's options: <c>[REDIRECT id] [PREFIX p …] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]</c>.</summary>
internal readonly struct TrackingOptions
{
    public TrackingModes Modes { get; init; }

    /// <summary>The client that messages go to; 0: none was named.</summary>
    public long Redirect { get; init; }

    public IReadOnlyList<byte[]> Prefixes { get; init; }

    /// <summary>Reads them; an error has been replied when it returns false.</summary>
    public static bool TryParse(CommandContext context, IClients clients, out TrackingOptions options)
    {
        CommandArguments args = context.Args;
        var modes = TrackingModes.None;
        long redirect = 0;
        List<byte[]> prefixes = [];
        options = default;
        for (int i = 3; i < args.Count; i++)
        {
            bool hasMore = i + 1 < args.Count;
            if (hasMore && args.Is(i, "REDIRECT"u8))
            {
                if (!TryReadRedirect(context, ++i, clients, ref redirect))
                    return false;
            }
            else if (hasMore && args.Is(i, "PREFIX"u8))
            {
                prefixes.Add(args[++i].ToArray());
            }
            else if (ModeOf(args, i) is var mode and not TrackingModes.None)
            {
                modes |= mode;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }
        options = new TrackingOptions { Modes = modes, Redirect = redirect, Prefixes = prefixes };
        return true;
    }

    private static TrackingModes ModeOf(CommandArguments args, int index)
    {
        if (args.Is(index, "BCAST"u8))
            return TrackingModes.Broadcast;
        if (args.Is(index, "OPTIN"u8))
            return TrackingModes.OptIn;
        if (args.Is(index, "OPTOUT"u8))
            return TrackingModes.OptOut;
        return args.Is(index, "NOLOOP"u8) ? TrackingModes.NoLoop : TrackingModes.None;
    }

    private static bool TryReadRedirect(CommandContext context, int index, IClients clients, ref long redirect)
    {
        if (redirect != 0)
        {
            context.Reply.Error(TrackingErrors.OneRedirect);
            return false;
        }
        if (!context.Args.TryInt64(index, out redirect))
            return false;
        if (clients.TryGet(redirect, out _))
            return true;
        context.Reply.Error(TrackingErrors.NoSuchClient);
        return false;
    }
}
