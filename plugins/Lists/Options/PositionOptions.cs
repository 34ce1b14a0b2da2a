namespace CacheStorm.Plugins.Lists.Options;

/// <summary>What may follow LPOS: <c>RANK rank</c>, <c>COUNT count</c>, <c>MAXLEN length</c>.</summary>
/// <param name="Rank">Which match is the first wanted; from the tail when negative. Never 0.</param>
/// <param name="Count">How many matches; 0: all; -1: one, not in an array.</param>
/// <param name="MaxLength">How many elements to look at; 0: all.</param>
internal readonly record struct PositionOptions(long Rank, long Count, long MaxLength)
{
    /// <summary>Reads them; on failure the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out PositionOptions options)
    {
        long rank = 1;
        long count = -1;
        long length = 0;
        options = default;
        CommandArguments args = context.Args;
        for (int i = 3; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                return Refuse(context, Errors.Syntax);
            if (args.Is(i, "RANK"u8))
            {
                if (!args.TryInt64(i + 1, out rank))
                    return false;
                if (rank == 0)
                    return Refuse(context, ListErrors.RankZero);
            }
            else if (args.Is(i, "COUNT"u8))
            {
                if (!Numbers.TryParseInt64(args[i + 1], out count) || count < 0)
                    return Refuse(context, ListErrors.NegativeCount);
            }
            else if (args.Is(i, "MAXLEN"u8))
            {
                if (!Numbers.TryParseInt64(args[i + 1], out length) || length < 0)
                    return Refuse(context, ListErrors.NegativeLength);
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }

        // The smallest number has no positive counterpart; Redis takes it for the last match.
        options = new PositionOptions(rank == long.MinValue ? -1 : rank, count, length);
        return true;
    }

    private static bool Refuse(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
