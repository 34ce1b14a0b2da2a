using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Table;

/// <summary>
/// The hash table of one shard: a directory over segments of 1 to 64 buckets of eight slots. Owned by a shard and
/// guarded by the shard's lock, but for the two prefetches.
/// </summary>
/// <remarks>
/// Extendible hashing (Fagin et al., 1979). A segment grows bucket by bucket, then splits in two, so that no step moves
/// more than 448 slots however large the table is. Inside a segment buckets are probed linearly; a bucket with an empty
/// slot ends the search, and a removal pulls back what had overflowed, so that there are neither tombstones nor
/// counters. Directory, bucket and tag follow the bits of the hash from the top: the table is ordered by hash, and a
/// point in hash space says how far a scan has come, whatever grows or shrinks meanwhile.
/// </remarks>
internal sealed unsafe partial class SegmentTable
{
    /// <summary>The directory uses at most so many bits, so that a scan's point has no more than 48.</summary>
    public const int MaxDepth = 24;

    // 87.5 %: on average one slot in each bucket stays empty, which ends a search.
    private const int MaxLoadOfBucket = 7;
    private const int DirectoryEntryBytes = sizeof(ulong) + sizeof(ushort);

    private static readonly ulong* _noBuckets = AllocateNoBuckets();

    private readonly SegmentPool _pool;
    private ulong[] _directory;

    // How many records a segment holds, at the first of its places in the directory.
    private ushort[] _counts;
    private int _depth;
    private int _deepest;

    public SegmentTable(SegmentPool pool)
    {
        _pool = pool;
        _directory = [new Segment(_noBuckets, 1, 0).Word];
        _counts = [0];
        _deepest = 1;
    }

    /// <summary>How many records.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of segments and directory; zero for a table that never held anything.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many slots there are, taken or not.</summary>
    public long Slots { get; private set; }

    /// <summary>The slot of the key's record, null when there is none. Good until the table changes.</summary>
    public ulong* Find(ulong hash, ReadOnlySpan<byte> key)
    {
        Segment segment = SegmentOf(hash);
        uint tag = segment.TagOf(hash);
        int index = segment.HomeOf(tag);
        while (true)
        {
            ulong* bucket = segment.BucketAt(index);
            uint matches = Bucket.Match(bucket, tag, out uint empty);
            while (matches != 0)
            {
                ulong* slot = bucket + BitOperations.TrailingZeroCount(matches);
                if (new Record(Bucket.RecordOf(*slot)).KeyEquals(key))
                    return slot;
                matches &= matches - 1;
            }

            if (empty != 0)
                return null;
            index = Next(segment, index);
        }
    }

    /// <summary>The slot that points at this very record.</summary>
    public ulong* Find(ulong hash, Record record)
    {
        Segment segment = SegmentOf(hash);
        uint tag = segment.TagOf(hash);
        ulong wanted = Bucket.Slot(record.Address, tag);
        int index = segment.HomeOf(tag);
        while (true)
        {
            ulong* bucket = segment.BucketAt(index);
            uint matches = Bucket.Match(bucket, tag, out uint empty);
            for (; matches != 0; matches &= matches - 1)
            {
                ulong* slot = bucket + BitOperations.TrailingZeroCount(matches);
                if (*slot == wanted)
                    return slot;
            }

            if (empty != 0)
                return null;
            index = Next(segment, index);
        }
    }

    /// <summary>The slot of the record whose key has this hash, null when there is none. For those who kept the hash alone.</summary>
    public ulong* FindHash(ulong hash)
    {
        Segment segment = SegmentOf(hash);
        uint tag = segment.TagOf(hash);
        int index = segment.HomeOf(tag);
        while (true)
        {
            ulong* bucket = segment.BucketAt(index);
            uint matches = Bucket.Match(bucket, tag, out uint empty);
            for (; matches != 0; matches &= matches - 1)
            {
                ulong* slot = bucket + BitOperations.TrailingZeroCount(matches);
                if (KeyHash.Of(new Record(Bucket.RecordOf(*slot)).Key) == hash)
                    return slot;
            }

            if (empty != 0)
                return null;
            index = Next(segment, index);
        }
    }

    /// <summary>Adds a record whose key is not in the table.</summary>
    public void Insert(ulong hash, Record record)
    {
        int first = FirstIndexOf(hash, out Segment segment);
        while (_counts[first] >= segment.Count * MaxLoadOfBucket || segment.Buckets == _noBuckets)
        {
            Grow(hash);
            first = FirstIndexOf(hash, out segment);
        }

        _counts[first]++;
        Count++;
        Place(segment, Bucket.Slot(record.Address, segment.TagOf(hash)));
    }

    /// <summary>Lets a slot point at the block that its record moved to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Repoint(ulong* slot, Record moved) =>
        *slot = (*slot & ~Bucket.AddressMask) | (ulong)moved.Address;

    /// <summary>Empties a slot that <see cref="Find(ulong, ReadOnlySpan{byte})"/> gave.</summary>
    public void Remove(ulong hash, ulong* slot)
    {
        int first = FirstIndexOf(hash, out Segment segment);
        Vacate(segment, slot);
        Count--;
        int left = --_counts[first];
        if ((left & 15) == 0)
            Shrink(first, segment);
    }

    /// <summary>
    /// Fetches the cache line in which the key's slot will be looked for. Needs no lock: the directory is an array that
    /// the collector keeps alive, its entries are read whole, and a prefetch of an address that is no longer ours
    /// does nothing.
    /// </summary>
    public void PrefetchSlot(ulong hash) => Prefetching.Line(HomeBucketUnlocked(hash, out _));

    /// <summary>
    /// Fetches the first line of the record that the key's home bucket names. Needs no lock: segments come from memory
    /// that stays mapped for the life of the process (<see cref="AddressSpace.StaysMapped"/>; elsewhere this does
    /// nothing), so a bucket given back by another thread reads as some other bucket, zeroes or a chain of free
    /// segments. What is found is never followed, only prefetched, and a prefetch can't fault.
    /// </summary>
    public void PrefetchRecord(ulong hash)
    {
        if (!AddressSpace.StaysMapped)
            return;
        ulong* bucket = HomeBucketUnlocked(hash, out uint tag);
        uint matches = Bucket.Match(bucket, tag, out _);
        if (matches != 0)
            Prefetching.Line(Bucket.RecordOf(bucket[BitOperations.TrailingZeroCount(matches)]));
    }

    /// <summary>Gives all segments back; the records are the heap's.</summary>
    public void Clear()
    {
        for (int i = 0; i < _directory.Length;)
        {
            Segment segment = new(_directory[i]);
            i += 1 << (_depth - segment.Depth);
            if (segment.Buckets != _noBuckets)
                _pool.Return(segment.Buckets);
        }

        _directory = [new Segment(_noBuckets, 1, 0).Word];
        _counts = [0];
        _depth = 0;
        _deepest = 1;
        Count = Bytes = Slots = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(Segment segment, int index) => ++index == segment.Count ? 0 : index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(ulong hash, int depth) => (int)(hash << KeyHash.ShardBits >> 1 >> (63 - depth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Segment SegmentOf(ulong hash) => new(_directory[IndexOf(hash, _depth)]);

    private int FirstIndexOf(ulong hash, out Segment segment)
    {
        int index = IndexOf(hash, _depth);
        segment = new Segment(_directory[index]);
        return index & -(1 << (_depth - segment.Depth));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* HomeBucketUnlocked(ulong hash, out uint tag)
    {
        // Read once: the length gives the depth that belongs to this very array.
        ulong[] directory = _directory;
        Segment segment = new(directory[IndexOf(hash, BitOperations.Log2((uint)directory.Length))]);
        tag = segment.TagOf(hash);
        return segment.BucketAt(segment.HomeOf(tag));
    }

    private static void Place(Segment segment, ulong slot)
    {
        int index = segment.HomeOf(Bucket.TagOf(slot));
        while (true)
        {
            ulong* bucket = segment.BucketAt(index);
            uint empty = Bucket.Empty(bucket);
            if (empty != 0)
            {
                bucket[BitOperations.TrailingZeroCount(empty)] = slot;
                return;
            }

            index = Next(segment, index);
        }
    }

    private static void Vacate(Segment segment, ulong* slot)
    {
        int hole = (int)(slot - segment.Buckets) / Bucket.Slots;
        bool wasFull = Bucket.Empty(segment.BucketAt(hole)) == 0;
        *slot = 0;
        if (wasFull)
            PullBack(segment, hole, slot);
    }

    /// <summary>Fills the hole with a record that had to go past it, then that one's hole, and so on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PullBack(Segment segment, int hole, ulong* slot)
    {
        int at = hole;
        while (true)
        {
            // Fewer than eight records a bucket: one that isn't full comes before we are round.
            at = Next(segment, at);
            ulong* bucket = segment.BucketAt(at);
            uint occupied = Bucket.Occupied(bucket);
            bool last = Bucket.Empty(bucket) != 0;
            int fromHole = Distance(segment, hole, at);
            for (; occupied != 0; occupied &= occupied - 1)
            {
                ulong* candidate = bucket + BitOperations.TrailingZeroCount(occupied);
                if (Distance(segment, segment.HomeOf(Bucket.TagOf(*candidate)), at) < fromHole)
                    continue;
                *slot = *candidate;
                *candidate = 0;
                slot = candidate;
                hole = at;
                break;
            }

            if (last)
                return;
        }
    }

    private static int Distance(Segment segment, int from, int to) => to >= from ? to - from : to - from + segment.Count;

    // Shared by all empty tables: one bucket that nobody ever writes to.
    private static ulong* AllocateNoBuckets()
    {
        void* bucket = NativeMemory.AlignedAlloc(SegmentPool.BucketBytes, SegmentPool.BucketBytes);
        NativeMemory.Clear(bucket, SegmentPool.BucketBytes);
        return (ulong*)bucket;
    }
}
