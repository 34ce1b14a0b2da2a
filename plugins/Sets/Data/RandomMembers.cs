namespace CacheStorm.Plugins.Sets;

/// <summary>Some of a set's members by chance, every choice as likely as the others. Holds no state.</summary>
internal static class RandomMembers
{
    // From one member in so many on it is cheaper to walk through all of a table than to draw and to see who was drawn already.
    private const int WalkFrom = 3;

    /// <summary>Walks through some members, each once.</summary>
    /// <param name="set">The set.</param>
    /// <param name="count">How many; all when there are no more.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="sink">Receives them.</param>
    public static void Walk<TSink>(SetReader set, long count, Random random, ref TSink sink) where TSink : struct, IMemberSink
    {
        if (set.Encoding == SetEncoding.Table && count < set.Count / WalkFrom)
            Draw(set, count, random, ref sink);
        else
            Sample(set, count, random, ref sink);
    }

    /// <summary>Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S): one pass, in the set's order.</summary>
    private static void Sample<TSink>(SetReader set, long count, Random random, ref TSink sink) where TSink : struct, IMemberSink
    {
        long left = set.Count;
        ElementPosition position = default;
        for (; count > 0 && set.Next(ref position, out PackedElement member); left--)
        {
            if (count < left && random.NextInt64(left) >= count)
                continue;
            sink.Accept(member);
            count--;
        }
    }

    private static void Draw<TSink>(SetReader set, long count, Random random, ref TSink sink) where TSink : struct, IMemberSink
    {
        using MemberScratch drawn = MemberScratch.Begin();
        while (drawn.Count < count)
        {
            PackedElement member = set.Random(random);
            if (drawn.AddDistinct(member))
                sink.Accept(member);
        }
    }
}
