using System.Buffers.Binary;

namespace CacheStorm;

/// <content>Walking through the members: all, some, one by chance.</content>
public ref partial struct MemberTable
{
    // A scan that meets empty buckets only comes back after so many for each member that was asked for.
    private const int EmptyBucketsPerMember = 10;

    /// <summary>Walks through all members, in no particular order that stays while nothing changes.</summary>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="slot">The next member.</param>
    /// <returns>False when there is none.</returns>
    public readonly bool Next(ref ElementPosition position, out MemberSlot slot)
    {
        int number = (int)position.Major;
        int offset = Math.Max((int)position.Minor, MemberBucket.HeaderBytes);
        for (; number < _state.Buckets; number++, offset = MemberBucket.HeaderBytes)
        {
            MemberBucket bucket = Bucket(number);
            if (offset >= bucket.End)
                continue;
            slot = new MemberSlot(Handles[number], offset);
            position = new ElementPosition(number, MemberEntry.EndAt(bucket.Block, offset, _valueLength));
            return true;
        }

        slot = default;
        position = new ElementPosition(number, 0);
        return false;
    }

    /// <summary>A member by chance, each as likely as the others. The table must not be empty.</summary>
    /// <param name="random">The source of chance.</param>
    public readonly MemberSlot Random(Random random)
    {
        // Every bucket is drawn as often as the others, then a place in it; a place where nobody is, is drawn again. So each member has the
        // same chance, as long as no bucket has more members than there are places: with a mean of m, far beyond what chance brings.
        int places = (int)Math.Max(32, 3 * _state.Count / _state.Buckets + 24);
        while (true)
        {
            int number = random.Next(_state.Buckets);
            MemberBucket bucket = Bucket(number);
            int count = bucket.Count;
            int index = random.Next(Math.Max(places, count));
            if (index < count)
                return new MemberSlot(Handles[number], bucket.OffsetOf(index, _valueLength));
        }
    }

    /// <summary>Visits some members, with SCAN's guarantee: who is there from the first call to the last is seen at least once, whatever else changes.</summary>
    /// <param name="cursor">0 to begin; else what the last call returned. Any number is safe.</param>
    /// <param name="count">About how many to visit.</param>
    /// <param name="visitor">Sees them.</param>
    /// <returns>The next cursor; 0: done.</returns>
    /// <remarks>
    /// The cursor counts in the bits that all buckets agree on, the highest first (Noordhuis' scheme of Redis' SCAN): so what was seen
    /// stays behind it when buckets are split or joined.
    /// </remarks>
    public readonly ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, IMemberVisitor, allows ref struct
    {
        if (_state.Buckets == 0)
            return 0;
        uint mask = (uint)LevelMask;
        uint point = (uint)cursor;
        int seen = 0;
        for (long steps = Math.Max(1L, count) * EmptyBucketsPerMember; steps > 0 && seen < Math.Max(1, count); steps--)
        {
            uint number = point & mask;
            seen += Visit((int)number, ref visitor);
            uint split = number + mask + 1;
            if (split < (uint)_state.Buckets)
                seen += Visit((int)split, ref visitor);

            // One more in the reversed bits of the mask.
            point = Reverse(Reverse(point | ~mask) + 1);
            if (point == 0)
                return 0;
        }

        return point;
    }

    /// <summary>Fills an empty table with the same, marks included: for <see cref="DataType.CopyBlocks"/>.</summary>
    /// <param name="target">The empty table.</param>
    public readonly void CopyTo(ref MemberTable target)
    {
        target._state = _state;
        if (_state.Directory != 0)
        {
            target._state.Directory = (int)target._blocks.Allocate(Handles.Length * sizeof(int));
            for (int number = 0; number < _state.Buckets; number++)
                target.Handles[number] = CopyBucket(number, target);
        }

        target.Save();
    }

    private readonly int CopyBucket(int number, in MemberTable target)
    {
        Span<byte> source = Bucket(number).Block;
        int handle = (int)target._blocks.Allocate(source.Length);
        MemberBucket copy = new(target._blocks[handle]);
        source.CopyTo(copy.Block);
        for (int offset = MemberBucket.HeaderBytes; offset < copy.End;)
        {
            MemberEntry entry = MemberEntry.Read(copy.Block, offset, _valueLength);
            if (entry.IsOutlined)
            {
                Span<byte> outline = _blocks[entry.HandleIn(copy.Block)];
                int outlineCopy = (int)target._blocks.Allocate(outline.Length);
                outline.CopyTo(target._blocks[outlineCopy]);
                entry.WriteHandle(copy.Block, outlineCopy);
            }

            offset = entry.End;
        }

        return handle;
    }

    private readonly int Visit<TVisitor>(int number, ref TVisitor visitor) where TVisitor : struct, IMemberVisitor, allows ref struct
    {
        int handle = Handles[number];
        MemberBucket bucket = BucketIn(handle);
        for (int offset = MemberBucket.HeaderBytes; offset < bucket.End;)
        {
            visitor.Visit(this, new MemberSlot(handle, offset));
            offset = MemberEntry.EndAt(bucket.Block, offset, _valueLength);
        }

        return bucket.Count;
    }

    private static uint Reverse(uint value)
    {
        value = (value >> 1 & 0x55555555) | (value & 0x55555555) << 1;
        value = (value >> 2 & 0x33333333) | (value & 0x33333333) << 2;
        value = (value >> 4 & 0x0F0F0F0F) | (value & 0x0F0F0F0F) << 4;
        return BinaryPrimitives.ReverseEndianness(value);
    }
}
