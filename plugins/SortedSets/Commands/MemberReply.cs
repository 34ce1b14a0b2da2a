using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>Members as a reply: alone, or with scores, which stand beside them in RESP2 and pair by pair in RESP3.</summary>
internal static class MemberReply
{
    /// <summary>Starts the array of so many members.</summary>
    public static void Begin(ReplyWriter reply, long count, bool withScores) =>
        reply.Array(checked((int)(withScores && reply.ProtocolVersion < 3 ? count * 2 : count)));

    /// <summary>One member of the array.</summary>
    public static void Add(ReplyWriter reply, PackedElement member, double score, bool withScores)
    {
        if (withScores && reply.ProtocolVersion >= 3)
            reply.Array(2);
        member.WriteTo(reply);
        if (withScores)
            reply.Double(score);
    }

    /// <summary>The members of a window.</summary>
    public static void Write(ReplyWriter reply, in SortedSet set, RankWindow window, bool reversed, bool withScores)
    {
        Begin(reply, window.Count, withScores);
        if (window.Count == 0)
            return;
        SortedSetWalk walk = set.WalkFrom(reversed ? window.First + window.Count : window.First, window.Known);
        for (long i = 0; i < window.Count; i++)
        {
            PackedElement member;
            double score;
            if (reversed)
                walk.Previous(out member, out score);
            else
                walk.Next(out member, out score);
            Add(reply, member, score, withScores);
        }
    }

    /// <summary>The members of a scratch.</summary>
    public static void Write(ReplyWriter reply, MemberScratch members, bool withScores)
    {
        Begin(reply, members.Count, withScores);
        for (int i = 0; i < members.Count; i++)
            Add(reply, new PackedElement(members.Member(i)), members.Score(i), withScores);
    }
}
