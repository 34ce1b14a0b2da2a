namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Bits over a range: BITCOUNT, BITPOS. A key that doesn't exist is answered before the range is looked at, as in Redis.</summary>
internal sealed class BitScanCommands
{
    [Command("BITCOUNT", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "bitmap",
        Since = "2.6.0",
        Summary = "Count set bits in a string",
        Complexity = "O(N)",
        Arguments = "key:key#0 index={start:integer end:integer index_unit=(byte!BYTE | bit!BIT)?^7.0.0}?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.0.0", "Added the `BYTE|BIT` option.")]
    public void BitCount(CommandContext context)
    {
        if (!TryRead(context, missing: 0, out ReadOnlySpan<byte> value))
            return;
        BitRange range;
        switch (context.Args.Count)
        {
            case 2:
                range = BitRange.Whole(value.Length);
                break;
            case 4 or 5:
                if (!TryReadRange(context, value.Length, out range))
                    return;
                break;
            default:
                context.Reply.Error(Errors.Syntax);
                return;
        }
        context.Reply.Integer(range.IsEmpty ? 0 : PopulationCount.Of(value, range));
    }

    [Command("BITPOS", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "bitmap",
        Since = "2.8.7",
        Summary = "Find first bit set or clear in a string",
        Complexity = "O(N)",
        Arguments = "key:key#0 bit:integer index={start:integer end_index={end:integer index_unit=(byte!BYTE | bit!BIT)?^7.0.0}?}?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.0.0", "Added the `BYTE|BIT` option.")]
    public void BitPos(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long bit))
            return;
        if (bit is not (0 or 1))
        {
            context.Reply.Error(BitmapErrors.BitArgument);
            return;
        }
        if (!TryRead(context, missing: bit == 1 ? -1 : 0, out ReadOnlySpan<byte> value))
            return;

        int count = context.Args.Count;
        long start = 0;
        long end = -1;
        bool inBits = false;
        if (count > 6)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        if ((count > 3 && !context.Args.TryInt64(3, out start)) || (count == 6 && !BitRange.TryReadUnit(context, 5, out inBits))
            || (count > 4 && !context.Args.TryInt64(4, out end)))
        {
            return;
        }

        BitRange range = count > 3 ? BitRange.Of(start, end, inBits, value.Length) : BitRange.Whole(value.Length);
        long position = range.IsEmpty ? -1 : BitSearch.First(value, bit == 1, range);

        // Without an end the string counts as followed by clear bits.
        if (position < 0 && bit == 0 && count < 5 && !range.IsEmpty)
            position = 8L * value.Length;
        context.Reply.Integer(position);
    }

    /// <summary>Reads start, end and unit of BITCOUNT. Redis doesn't look at the unit when both are negative and the wrong way round.</summary>
    private static bool TryReadRange(CommandContext context, int length, out BitRange range)
    {
        range = BitRange.Empty;
        bool inBits = false;
        if (!context.Args.TryInt64(2, out long start) || !context.Args.TryInt64(3, out long end))
            return false;
        if (start < 0 && end < 0 && start > end)
            return true;
        if (context.Args.Count == 5 && !BitRange.TryReadUnit(context, 4, out inBits))
            return false;
        range = BitRange.Of(start, end, inBits, length);
        return true;
    }

    private static bool TryRead(CommandContext context, long missing, out ReadOnlySpan<byte> value)
    {
        LookupResult found = context.Keyspace.GetString(context.Key, out value);
        if (found == LookupResult.Found)
            return true;
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(missing);
        return false;
    }
}
