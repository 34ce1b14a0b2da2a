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
    /// <param name="growsAsAdded">
    /// True to begin small, whatever comes. It shows in one place: a score of -0 is 0 once it was packed, and Redis packs the
    /// result of ZRANGESTORE at first, those of the others only when they are complete and small enough.
    /// </param>
    public static void Store(CommandContext context, ZSetType type, MemberScratch members, ReadOnlySpan<byte> eventName, bool growsAsAdded)
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
        if (!growsAsAdded)
            set.Expect(members.Count, members.LongestMember);
        for (int i = 0; i < members.Count; i++)
            set.Add(members.Member(i), members.Score(i));
        context.KeyEvent(KeyEventKinds.SortedSet, eventName, key);
        context.Reply.Integer(members.Count);
    }
}
