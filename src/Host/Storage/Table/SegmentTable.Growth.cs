using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Table;

/// <summary>Growing and shrinking, one segment at a time.</summary>
internal sealed unsafe partial class SegmentTable
{
    // Two segments are merged when they fill half of one; a segment gets smaller when it is filled to two fifths.
    private const int MergeBelow = SegmentPool.MaxBuckets * Bucket.Slots / 2;
    private const int PrefetchAhead = 12;

    // Steps of a seventh to a half: a table is filled to 80 % on average, not to 65 as by doubling.
    private static ReadOnlySpan<byte> BucketSteps => [1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(ulong hash)
    {
        int first = FirstIndexOf(hash, out Segment segment);
        if (segment.Buckets == _noBuckets)
        {
            Segment fresh = Take(1, 0);
            if (Bytes == fresh.Bytes)
                Bytes += DirectoryEntryBytes;
            Publish(first, fresh);
        }
        else if (segment.Count < SegmentPool.MaxBuckets)
        {
            Resize(first, segment, StepAbove(segment.Count));
        }
        else
        {
            if (segment.Depth == _depth)
                DoubleDirectory();
            Split(FirstIndexOf(hash, out segment), segment);
        }
    }

    private void Shrink(int first, Segment segment)
    {
        int count = _counts[first];
        if (count * 5 > segment.Count * Bucket.Slots * 2)
            return;
        if (segment.Depth > 0 && TryMerge(first, segment))
            return;
        int buckets = BucketsFor(count);
        if (buckets < segment.Count)
            Resize(first, segment, buckets);
    }

    /// <summary>The same records in another number of buckets: tags say where they go, records stay untouched.</summary>
    private void Resize(int first, Segment segment, int buckets)
    {
        Segment resized = Take(buckets, segment.Depth);
        ulong* slots = segment.Buckets;
        for (int i = 0; i < segment.Count * Bucket.Slots; i++)
        {
            if (slots[i] != 0)
                Place(resized, slots[i]);
        }

        Publish(first, resized);
        Return(segment);
    }

    /// <summary>
    /// Two segments, each with one more bit in common. The tags need a bit more of the hash than is stored, so this is
    /// the one step that looks at the records' keys.
    /// </summary>
    private void Split(int first, Segment segment)
    {
        const int MostSlots = SegmentPool.MaxBuckets * Bucket.Slots;
        ulong* addresses = stackalloc ulong[MostSlots];
        ulong* hashes = stackalloc ulong[MostSlots];
        int count = 0;
        for (int i = 0; i < segment.Count * Bucket.Slots; i++)
        {
            if (segment.Buckets[i] != 0)
                addresses[count++] = segment.Buckets[i] & Bucket.AddressMask;
        }

        int high = 0;
        for (int i = 0; i < count; i++)
        {
            if (i + PrefetchAhead < count)
                Prefetching.Line((byte*)addresses[i + PrefetchAhead]);
            hashes[i] = KeyHash.Of(new Record((byte*)addresses[i]).Key);
            high += UpperHalf(hashes[i], segment.Depth) ? 1 : 0;
        }

        int depth = segment.Depth + 1;
        Segment lower = Take(BucketsFor(count - high), depth);
        Segment upper = Take(BucketsFor(high), depth);
        for (int i = 0; i < count; i++)
        {
            Segment target = UpperHalf(hashes[i], segment.Depth) ? upper : lower;
            Place(target, Bucket.Slot((byte*)addresses[i], target.TagOf(hashes[i])));
        }

        int second = first + (1 << (_depth - depth));
        Publish(first, lower);
        Publish(second, upper);
        _counts[first] = (ushort)(count - high);
        _counts[second] = (ushort)high;
        if (depth == _depth)
            _deepest += 2;
        Return(segment);
    }

    private static bool UpperHalf(ulong hash, int depth) => (long)(hash << KeyHash.ShardBits << depth) < 0;

    /// <summary>Takes a segment and its other half together again. The bit that they differed in becomes the tags' first.</summary>
    private bool TryMerge(int first, Segment segment)
    {
        int other = first ^ (1 << (_depth - segment.Depth));
        Segment buddy = new(_directory[other]);
        int total = _counts[first] + _counts[other];
        if (buddy.Depth != segment.Depth || total > MergeBelow)
            return false;

        Segment merged = Take(BucketsFor(total), segment.Depth - 1);
        int low = Math.Min(first, other);
        Absorb(merged, new Segment(_directory[low]), 0);
        Absorb(merged, new Segment(_directory[Math.Max(first, other)]), 1);
        _counts[Math.Max(first, other)] = 0;
        _counts[low] = (ushort)total;
        Publish(low, merged);
        if (segment.Depth == _depth)
            _deepest -= 2;
        Return(segment);
        Return(buddy);
        while (_deepest == 0)
            HalveDirectory();
        return true;
    }

    private static void Absorb(Segment merged, Segment half, uint bit)
    {
        for (int i = 0; i < half.Count * Bucket.Slots; i++)
        {
            ulong slot = half.Buckets[i];
            if (slot != 0)
                Place(merged, Bucket.Slot(Bucket.RecordOf(slot), bit << 15 | Bucket.TagOf(slot) >> 1));
        }
    }

    private void DoubleDirectory()
    {
        if (_depth == MaxDepth)
            throw new InvalidOperationException("A shard's table is as large as it can be.");
        ulong[] directory = new ulong[_directory.Length * 2];
        ushort[] counts = new ushort[directory.Length];
        for (int i = 0; i < _directory.Length; i++)
        {
            directory[i * 2] = directory[i * 2 + 1] = _directory[i];
            counts[i * 2] = _counts[i];
        }

        Bytes += (long)_directory.Length * DirectoryEntryBytes;
        _directory = directory;
        _counts = counts;
        _depth++;
        _deepest = 0;
    }

    private void HalveDirectory()
    {
        ulong[] directory = new ulong[_directory.Length / 2];
        ushort[] counts = new ushort[directory.Length];
        _deepest = 0;
        for (int i = 0; i < directory.Length; i++)
        {
            directory[i] = _directory[i * 2];
            counts[i] = _counts[i * 2];
            if (new Segment(directory[i]).Depth == _depth - 1)
                _deepest++;
        }

        Bytes -= (long)directory.Length * DirectoryEntryBytes;
        _directory = directory;
        _counts = counts;
        _depth--;
    }

    private void Publish(int first, Segment segment) =>
        _directory.AsSpan(first, 1 << (_depth - segment.Depth)).Fill(segment.Word);

    private Segment Take(int buckets, int depth)
    {
        Segment segment = new(_pool.Take(buckets), buckets, depth);
        Bytes += segment.Bytes;
        Slots += buckets * Bucket.Slots;
        return segment;
    }

    private void Return(Segment segment)
    {
        Bytes -= segment.Bytes;
        Slots -= segment.Count * Bucket.Slots;
        _pool.Return(segment.Buckets);
    }

    private static int StepAbove(int buckets)
    {
        foreach (byte step in BucketSteps)
        {
            if (step > buckets)
                return step;
        }

        return SegmentPool.MaxBuckets;
    }

    // With room for an eighth more.
    private static int BucketsFor(int records)
    {
        foreach (byte step in BucketSteps)
        {
            if (step * MaxLoadOfBucket > records + records / 8)
                return step;
        }

        return SegmentPool.MaxBuckets;
    }
}
