using System.Buffers;

namespace CacheStorm.Plugins.Strings;

/// <summary>The longest common subsequence of two strings: LCS, and STRALGO LCS, its form in Redis 6.</summary>
/// <param name="limits">What the table of a comparison may cost.</param>
internal sealed class SubsequenceCommands(StringLimits limits)
{
    [Command("LCS", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "string",
        Since = "7.0.0",
        Summary = "Find longest common substring",
        Complexity = "O(N*M) where N and M are the lengths of s1 and s2, respectively",
        Arguments = "key1:key#0 key2:key#0 len!LEN? idx!IDX? len:integer@MINMATCHLEN? withmatchlen!WITHMATCHLEN?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = 1)]
    public void Lcs(CommandContext context)
    {
        if (!TryRead(context, context.Args[1], out ReadOnlySpan<byte> first) || !TryRead(context, context.Args[2], out ReadOnlySpan<byte> second))
            return;
        LcsOptions options = default;
        for (int i = 3; i < context.Args.Count; i++)
        {
            if (!TryTake(context, ref options, ref i))
                return;
        }
        Answer(context, first, second, options);
    }

    [Command("STRALGO", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "string",
        Since = "6.0.0",
        Summary = "Runs an algorithm over strings; LCS finds the longest common subsequence.",
        Complexity = "For LCS O(strlen(s1)*strlen(s2))",
        DeprecatedSince = "7.0.0",
        ReplacedBy = "`LCS`",
        Arguments = "algorithm!LCS source=(strings={first:string second:string}@STRINGS | keys={key1:key#0 key2:key#0}@KEYS) len!LEN? idx!IDX? len:integer@MINMATCHLEN? withmatchlen!WITHMATCHLEN?")]
    [KeySpec("KEYS", 2, KeyAccess.ReadOnly | KeyAccess.Access, Last = 1)]
    public void StrAlgo(CommandContext context)
    {
        if (!context.Args.Is(1, "LCS"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        bool hasSource = false;
        ReadOnlySpan<byte> first = default, second = default;
        LcsOptions options = default;
        for (int i = 2; i < context.Args.Count; i++)
        {
            bool strings = context.Args.Is(i, "STRINGS"u8);
            bool keys = context.Args.Is(i, "KEYS"u8);
            if ((!strings && !keys) || i + 2 >= context.Args.Count)
            {
                if (!TryTake(context, ref options, ref i))
                    return;
                continue;
            }
            if (hasSource)
            {
                context.Reply.Error(StringErrors.StralgoSourceTwice);
                return;
            }
            hasSource = true;
            first = context.Args[i + 1];
            second = context.Args[i + 2];
            i += 2;
            if (keys && (!TryRead(context, first, out first) || !TryRead(context, second, out second)))
                return;
        }
        if (hasSource)
            Answer(context, first, second, options);
        else
            context.Reply.Error(StringErrors.StralgoSourceMissing);
    }

    private static bool TryRead(CommandContext context, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        if (context.Keyspace.GetString(key, out value) != LookupResult.WrongType)
            return true;
        context.Reply.Error(StringErrors.LcsNeedsStrings);
        return false;
    }

    private static bool TryTake(CommandContext context, ref LcsOptions options, ref int index)
    {
        ReadOnlySpan<byte> error = options.Take(context.Args.List, ref index);
        if (error.IsEmpty)
            return true;
        context.Reply.Error(error);
        return false;
    }

    private void Answer(CommandContext context, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, LcsOptions options)
    {
        if (options is { Length: true, Indexes: true })
        {
            context.Reply.Error(StringErrors.LcsLengthOrIndexes);
            return;
        }
        // Redis keeps four bytes a cell and refuses by that; our table is far smaller, the time is what the bound is good for.
        UInt128 cost = (UInt128)(first.Length + 1L) * (ulong)(second.Length + 1L) * sizeof(uint);
        if (cost > (ulong)limits.MaxLength || !CommonSubsequence.Fits(first.Length, second.Length))
        {
            context.Reply.Error(StringErrors.LcsTooLarge);
            return;
        }

        if (options.Length)
        {
            context.Reply.Integer(CommonSubsequence.LengthOf(first, second));
            return;
        }
        using CommonSubsequence lcs = CommonSubsequence.Of(first, second);
        if (options.Indexes)
            ReplyMatches(context.Reply, lcs, options);
        else
            ReplySubsequence(context.Reply, lcs, first);
    }

    private static void ReplyMatches(ReplyWriter reply, CommonSubsequence lcs, LcsOptions options)
    {
        reply.Map(2);
        reply.Bulk("matches"u8);
        DeferredLength matches = reply.DeferredArray();
        int count = 0;
        while (lcs.TryStepBack(out CommonRun run))
        {
            if (run.Length < options.MinMatchLength)
                continue;
            count++;
            reply.Array(options.WithMatchLength ? 3 : 2);
            ReplySpan(reply, run.First, run.Length);
            ReplySpan(reply, run.Second, run.Length);
            if (options.WithMatchLength)
                reply.Integer(run.Length);
        }
        reply.Complete(matches, count);
        reply.Bulk("len"u8);
        reply.Integer(lcs.Length);
    }

    private static void ReplySpan(ReplyWriter reply, int start, int length)
    {
        reply.Array(2);
        reply.Integer(start);
        reply.Integer(start + length - 1);
    }

    private static void ReplySubsequence(ReplyWriter reply, CommonSubsequence lcs, ReadOnlySpan<byte> first)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(lcs.Length);
        int start = lcs.Length;
        while (lcs.TryStepBack(out CommonRun run))
        {
            start -= run.Length;
            first.Slice(run.First, run.Length).CopyTo(rented.AsSpan(start));
        }
        reply.Bulk(rented.AsSpan(0, lcs.Length));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
