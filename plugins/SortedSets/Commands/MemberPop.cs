using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>How a command that pops shows what it took.</summary>
internal enum PopReply : byte
{
    /// <summary>ZPOPMIN: members and scores in one row.</summary>
    Flat,
    /// <summary>ZPOPMIN with a count: as a range with scores.</summary>
    Range,
    /// <summary>BZPOPMIN: the key, the member, its score.</summary>
    KeyAndOne,
    /// <summary>ZMPOP: the key, and pairs.</summary>
    KeyAndPairs,
}

/// <summary>Takes members from an end of a sorted set: what all popping commands do in the end.</summary>
internal static class MemberPop
{
    /// <summary>Takes members, replies them, and tells of it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="key">The key.</param>
    /// <param name="set">Its sorted set; gone afterwards when it is empty.</param>
    /// <param name="fromTop">The highest go, from the top; else the lowest, from the bottom.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <param name="form">How to reply.</param>
    /// <returns>How many went.</returns>
    public static long Take(CommandContext context, ReadOnlySpan<byte> key, ref SortedSet set, bool fromTop, long count, PopReply form)
    {
        ReplyWriter reply = context.Reply;
        count = Math.Min(count, set.Count);
        bool pairs = form == PopReply.KeyAndPairs || form == PopReply.Range && reply.ProtocolVersion >= 3;
        int members = checked((int)(pairs ? count : count * 2));
        if (form == PopReply.KeyAndPairs)
            reply.Array(2);
        else if (form == PopReply.KeyAndOne)
            reply.Array(members + 1);
        if (form is PopReply.KeyAndOne or PopReply.KeyAndPairs)
            reply.Bulk(key);
        if (form != PopReply.KeyAndOne)
            reply.Array(members);

        long first = fromTop ? set.Count - count : 0;
        SortedSetWalk walk = set.WalkFrom(fromTop ? set.Count : 0);
        for (long i = 0; i < count; i++)
        {
            PackedElement member;
            double score;
            if (fromTop)
                walk.Previous(out member, out score);
            else
                walk.Next(out member, out score);
            if (pairs)
                reply.Array(2);
            member.WriteTo(reply);
            reply.Double(score);
        }

        set.RemoveRange(first, count);
        context.KeyEvent(KeyEventKinds.SortedSet, fromTop ? "zpopmax"u8 : "zpopmin"u8, key);
        if (set.RemoveIfEmpty())
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);
        return count;
    }

    /// <summary>Passes on what was popped from one key: that is what a replica must do, whatever was asked for.</summary>
    /// <param name="context">The call.</param>
    /// <param name="key">The key.</param>
    /// <param name="fromTop">The highest went.</param>
    /// <param name="count">How many went; 0: one, and the command said nothing of a number.</param>
    public static void PassOn(CommandContext context, ReadOnlySpan<byte> key, bool fromTop, long count)
    {
        if (!context.Effects.Wanted)
            return;
        ArgumentListBuilder pop = context.Effects.Rewrite().Add(fromTop ? "ZPOPMAX"u8 : "ZPOPMIN"u8).Add(key);
        if (count > 0)
            pop.Add(count);
    }
}
