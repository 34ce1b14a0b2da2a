using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>What the storing commands do with their result.</summary>
internal static class ResultStore
{
    /// <summary>Stores members at the call's first key in place of whatever is there; no members: deletes it. Replies how many there are.</summary>
    /// <param name="context">The call.</param>
    /// <param name="type">The type.</param>
    /// <param name="members">The members; in order from now on.</param>
    /// <param name="eventName">The key event.</param>
    /// <param name="known">What Redis knows of the result when it chooses its layout; a score of -0 is lost in a packed one.</param>
    public static void Store(CommandContext context, ZSetType type, MemberScratch members, ReadOnlySpan<byte> eventName, ResultSize known)
    {
        ReadOnlySpan<byte> key = context.Key;
        if (members.Count == 0)
        {
            if (context.Keyspace.Remove(key))
                context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);
            context.Reply.Integer(0);
            return;
        }

        members.Sort();
        SortedSet set = SortedSet.Create(type, context.Keyspace, key);
        if (known != ResultSize.Unknown)
            set.PrepareFor(members.Count, known == ResultSize.Whole ? LongestOf(members) : 0);
        for (int i = 0; i < members.Count; i++)
            set.Add(members.Member(i), members.Score(i));
        context.KeyEvent(KeyEventKinds.SortedSet, eventName, key);
        context.Reply.Integer(members.Count);
    }

    private static int LongestOf(MemberScratch members)
    {
        int longest = 0;
        for (int i = 0; i < members.Count; i++)
            longest = Math.Max(longest, members.Member(i).Length);
        return longest;
    }
}

/// <summary>What is known of a result before it is stored.</summary>
internal enum ResultSize
{
    /// <summary>Nothing: it begins packed.</summary>
    Unknown,

    /// <summary>How many members it has.</summary>
    Count,

    /// <summary>All of it.</summary>
    Whole,
}
