using System.Buffers;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZRANDMEMBER: members by chance, each rank as likely as any other.</summary>
internal sealed class RandomMemberCommand(ZSetType type)
{
    // Below this share of the members, ranks are drawn one by one; above it, one walk through all is cheaper.
    private const int WalkShare = 8;

    [Command("ZRANDMEMBER", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Get one or multiple random elements from a sorted set",
        Complexity = "O(N) where N is the number of elements returned",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 options={count:integer withscores!WITHSCORES?}?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZRandMember(CommandContext context)
    {
        bool hasCount = context.Args.Count > 2;
        long count = 1;
        bool withScores = false;
        if (hasCount && !TryParse(context, out count, out withScores))
            return;

        ReplyWriter reply = context.Reply;
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set);
        if (found == LookupResult.WrongType)
            reply.Error(Errors.WrongType);
        else if (!hasCount)
            ReplyOne(reply, found == LookupResult.Found, set);
        else if (found == LookupResult.Missing || count == 0)
            reply.Array(0);
        else if (count < 0)
            ReplyRepeating(reply, set, -count, withScores);
        else if (count >= set.Count)
            MemberReply.Write(reply, set, new RankWindow(0, set.Count), reversed: true, withScores);
        else if (count > set.Count / WalkShare)
            ReplySample(reply, set, count, withScores);
        else
            ReplyDrawn(reply, set, (int)count, withScores);
    }

    private static bool TryParse(CommandContext context, out long count, out bool withScores)
    {
        CommandArguments args = context.Args;
        withScores = args.Count > 3;
        if (!args.TryInt64(2, out count))
            return false;
        ReadOnlySpan<byte> error = default;
        if (count == long.MinValue)
            error = SortedSetErrors.RandomCount;
        else if (args.Count > 4 || withScores && !args.Is(3, "WITHSCORES"u8))
            error = Errors.Syntax;
        else if (withScores && count is < -(long.MaxValue / 2) or > long.MaxValue / 2)
            error = Errors.OutOfRange;
        if (error.IsEmpty)
            return true;
        context.Reply.Error(error);
        return false;
    }

    private static void ReplyOne(ReplyWriter reply, bool found, in SortedSet set)
    {
        if (!found)
        {
            reply.Null();
            return;
        }
        SortedSetCursor cursor = set.At(Random.Shared.NextInt64(set.Count));
        set.MoveNext(ref cursor, out PackedElement member, out _);
        member.WriteTo(reply);
    }

    private static void ReplyRepeating(ReplyWriter reply, in SortedSet set, long count, bool withScores)
    {
        MemberReply.Begin(reply, count, withScores);
        long members = set.Count;
        for (long i = 0; i < count; i++)
            ReplyAt(reply, set, Random.Shared.NextInt64(members), withScores);
    }

    /// <summary>Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): one walk, each member taken with the chance that is left for it.</summary>
    private static void ReplySample(ReplyWriter reply, in SortedSet set, long count, bool withScores)
    {
        MemberReply.Begin(reply, count, withScores);
        long rest = set.Count;
        SortedSetWalk walk = set.WalkFrom(0);
        for (; count > 0 && walk.Next(out PackedElement member, out double score); rest--)
        {
            if (Random.Shared.NextInt64(rest) >= count)
                continue;
            MemberReply.Add(reply, member, score, withScores);
            count--;
        }
    }

    /// <summary>Robert Floyd's sampling: as many draws as members are wanted, none in vain. The ranks drawn are kept in a small hash table.</summary>
    private static void ReplyDrawn(ReplyWriter reply, in SortedSet set, int count, bool withScores)
    {
        MemberReply.Begin(reply, count, withScores);
        int mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(count * 2L, 1 << 30)) - 1;
        long[] drawn = ArrayPool<long>.Shared.Rent(mask + 1);
        drawn.AsSpan(0, mask + 1).Fill(-1);
        for (long last = set.Count - count; last < set.Count; last++)
        {
            long rank = Random.Shared.NextInt64(last + 1);
            if (!TryKeep(drawn, mask, rank))
            {
                rank = last;
                TryKeep(drawn, mask, rank);
            }
            ReplyAt(reply, set, rank, withScores);
        }
        ArrayPool<long>.Shared.Return(drawn);
    }

    private static bool TryKeep(long[] drawn, int mask, long rank)
    {
        int slot = (int)((ulong)rank * 0x9E3779B97F4A7C15 >> 32) & mask;
        for (; drawn[slot] >= 0; slot = slot + 1 & mask)
        {
            if (drawn[slot] == rank)
                return false;
        }
        drawn[slot] = rank;
        return true;
    }

    private static void ReplyAt(ReplyWriter reply, in SortedSet set, long rank, bool withScores)
    {
        SortedSetCursor cursor = set.At(rank);
        set.MoveNext(ref cursor, out PackedElement member, out double score);
        MemberReply.Add(reply, member, score, withScores);
    }
}
