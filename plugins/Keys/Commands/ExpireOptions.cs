namespace CacheStorm.Plugins.Keys;

/// <summary>When EXPIRE and its kin may change an expiry.</summary>
internal readonly ref struct ExpireOptions
{
    private readonly bool _ifNone;
    private readonly bool _ifAny;
    private readonly bool _ifGreater;
    private readonly bool _ifLess;

    private ExpireOptions(bool ifNone, bool ifAny, bool ifGreater, bool ifLess)
    {
        _ifNone = ifNone;
        _ifAny = ifAny;
        _ifGreater = ifGreater;
        _ifLess = ifLess;
    }

    /// <summary>Whether an expiry may take the place of another.</summary>
    /// <param name="current">The present one; -1: none, which is later than any.</param>
    /// <param name="wanted">The new one.</param>
    public bool Allow(long current, long wanted)
    {
        if (_ifNone && current != -1)
            return false;
        if (_ifAny && current == -1)
            return false;
        if (_ifGreater && (current == -1 || wanted <= current))
            return false;
        return !_ifLess || current == -1 || wanted < current;
    }

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out ExpireOptions options)
    {
        CommandArguments args = context.Args;
        bool nx = false, xx = false, gt = false, lt = false;
        options = default;
        for (int i = 3; i < args.Count; i++)
        {
            if (args.Is(i, "NX"u8))
                nx = true;
            else if (args.Is(i, "XX"u8))
                xx = true;
            else if (args.Is(i, "GT"u8))
                gt = true;
            else if (args.Is(i, "LT"u8))
                lt = true;
            else
                return Unsupported(context, args[i]);
        }

        if (nx && (xx || gt || lt))
        {
            context.Reply.Error(KeyErrors.ExpireNxWithOthers);
            return false;
        }
        if (gt && lt)
        {
            context.Reply.Error(KeyErrors.ExpireGtWithLt);
            return false;
        }
        options = new ExpireOptions(nx, xx, gt, lt);
        return true;
    }

    private static bool Unsupported(CommandContext context, ReadOnlySpan<byte> option)
    {
        int end = option.IndexOf((byte)0);
        byte[] message = [.. KeyErrors.UnsupportedOption, .. end < 0 ? option : option[..end]];
        context.Reply.Error(message);
        return false;
    }
}
