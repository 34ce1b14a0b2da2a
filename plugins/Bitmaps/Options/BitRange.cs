namespace CacheStorm.Plugins.Bitmaps;

/// <summary>A part of a bitmap from one bit to another, both included.</summary>
internal readonly struct BitRange
{
    private BitRange(long first, long last)
    {
        First = first;
        Last = last;
    }

    public long First { get; }
    public long Last { get; }
    public bool IsEmpty => First > Last;

    /// <summary>No bits.</summary>
    public static BitRange Empty => new(0, -1);

    /// <summary>All bits of a string.</summary>
    /// <param name="length">Its length in bytes.</param>
    public static BitRange Whole(int length) => new(0, 8L * length - 1);

    /// <summary>The part that a command's arguments name; negative ones count from the end.</summary>
    /// <param name="start">The first byte or bit.</param>
    /// <param name="end">The last one.</param>
    /// <param name="inBits">They count bits, not bytes.</param>
    /// <param name="length">The string's length in bytes.</param>
    public static BitRange Of(long start, long end, bool inBits, int length)
    {
        long total = inBits ? 8L * length : length;
        if (start < 0)
            start = Math.Max(0, start + total);
        if (end < 0)
            end = Math.Max(0, end + total);
        end = Math.Min(end, total - 1);
        if (start > end)
            return Empty;
        return inBits ? new BitRange(start, end) : new BitRange(8 * start, 8 * end + 7);
    }

    /// <summary>Reads BYTE or BIT.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The argument.</param>
    /// <param name="inBits">True for BIT.</param>
    /// <returns>False when it is another word; the error is the reply then.</returns>
    public static bool TryReadUnit(CommandContext context, int index, out bool inBits)
    {
        inBits = context.Args.Is(index, "BIT"u8);
        if (inBits || context.Args.Is(index, "BYTE"u8))
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
