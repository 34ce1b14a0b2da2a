using System.Buffers;

namespace CacheStorm.Plugins.Hashes;

/// <summary>Receives fields.</summary>
internal interface IFieldVisitor
{
    /// <summary>Sees a field; must not change the hash.</summary>
    void Visit(scoped PackedElement field, scoped PackedElement value);
}

/// <summary>Fields by chance, each as likely as the others; those whose time is up never. Stateless.</summary>
internal static class FieldSampling
{
    // Among expired fields a live one is drawn this often; then it is looked for.
    private const int Draws = 64;

    // Drawing different fields one by one beats a walk through all of them as long as less than one in so many is wanted.
    private const int WalkShare = 4;

    /// <summary>How many fields have not expired.</summary>
    public static long CountLive(scoped in Entry hash, long count, long now)
    {
        if (!HashValues.MayHaveExpired(hash, now))
            return count;
        long live = 0;
        var walk = new FieldWalk(hash);
        while (walk.NextLive(now))
            live++;
        return live;
    }

    /// <summary>Shows fields, the same one possibly more than once.</summary>
    /// <param name="hash">The entry.</param>
    /// <param name="now">The time.</param>
    /// <param name="live">How many fields have not expired; at least 1.</param>
    /// <param name="wanted">How many to show.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="visitor">Sees them.</param>
    public static void WithRepetition<TVisitor>(scoped in Entry hash, long now, long live, long wanted, Random random, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        bool mayHaveExpired = HashValues.MayHaveExpired(hash, now);
        for (; wanted > 0; wanted--)
        {
            if (hash.Encoding == HashLayout.Table)
            {
                TableFields table = TableFields.Of(hash);
                if (TryDraw(table, now, mayHaveExpired ? Draws : 1, random, out MemberSlot slot))
                {
                    visitor.Visit(new PackedElement(table.Members.MemberAt(slot)), new PackedElement(table.ValueAt(slot, out _)));
                    continue;
                }
            }
            else if (!mayHaveExpired)
            {
                new PackedFields(hash.Value, hash.Encoding).At(random.Next((int)live), out PackedElement field, out PackedElement value);
                visitor.Visit(field, value);
                continue;
            }
            ShowLive(hash, now, random.NextInt64(live), ref visitor);
        }
    }

    /// <summary>Shows different fields: every set of so many is as likely as the others.</summary>
    /// <param name="hash">The entry.</param>
    /// <param name="now">The time.</param>
    /// <param name="live">How many fields have not expired.</param>
    /// <param name="wanted">How many to show, at most <paramref name="live"/>.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="visitor">Sees them.</param>
    public static void WithoutRepetition<TVisitor>(scoped in Entry hash, long now, long live, long wanted, Random random, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        if (hash.Encoding == HashLayout.Table && wanted < live / WalkShare && !HashValues.MayHaveExpired(hash, now))
        {
            DrawDifferent(TableFields.Of(hash), (int)wanted, random, ref visitor);
            return;
        }

        // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
        var walk = new FieldWalk(hash);
        for (; wanted > 0 && walk.NextLive(now); live--)
        {
            if (wanted < live && random.NextInt64(live) >= wanted)
                continue;
            visitor.Visit(walk.Field, walk.Value);
            wanted--;
        }
    }

    private static void DrawDifferent<TVisitor>(scoped TableFields table, int wanted, Random random, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)wanted * 2);
        long[] seen = ArrayPool<long>.Shared.Rent(size);
        Array.Clear(seen, 0, size);
        while (wanted > 0)
        {
            MemberSlot slot = table.Members.Random(random);
            long number = ((long)slot.Block << 32 | (uint)slot.Offset) + 1;
            int place = (int)((ulong)number * 0x9E3779B97F4A7C15 >> 33) & (size - 1);
            while (seen[place] != 0 && seen[place] != number)
                place = (place + 1) & (size - 1);
            if (seen[place] == number)
                continue;
            seen[place] = number;
            visitor.Visit(new PackedElement(table.Members.MemberAt(slot)), new PackedElement(table.ValueAt(slot, out _)));
            wanted--;
        }
        ArrayPool<long>.Shared.Return(seen);
    }

    private static bool TryDraw(in TableFields table, long now, int draws, Random random, out MemberSlot slot)
    {
        for (; draws > 0; draws--)
        {
            slot = table.Members.Random(random);
            if (!table.IsExpired(slot, now))
                return true;
        }
        slot = default;
        return false;
    }

    private static void ShowLive<TVisitor>(scoped in Entry hash, long now, long index, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        var walk = new FieldWalk(hash);
        while (walk.NextLive(now))
        {
            if (index-- > 0)
                continue;
            visitor.Visit(walk.Field, walk.Value);
            return;
        }
    }
}
