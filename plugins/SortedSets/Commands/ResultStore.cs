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
    /// <param name="expected">
    /// How many members to lay it out for from the first; 0: it grows as they come. It shows in one place: a score of -0 is 0 once it was
    /// packed. Redis knows in advance how many a range of ranks has, and packs the results of unions and their kin when they are complete.
    /// </param>
    /// <param name="longest">The longest member to lay it out for; 0: not known.</param>
    public static void Store(CommandContext context, ZSetType type, MemberScratch members, ReadOnlySpan<byte> eventName,
        long expected, int longest)
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
        set.Expect(expected, longest);
        for (int i = 0; i < members.Count; i++)
            set.Add(members.Member(i), members.Score(i));
        context.KeyEvent(KeyEventKinds.SortedSet, eventName, key);
        context.Reply.Integer(members.Count);
    }
}
