using System.Numerics;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Table;

/// <summary>Walking through the table, and picking from it.</summary>
internal sealed unsafe partial class SegmentTable
{
    private const int RandomTries = 64;

    /// <summary>Room for all records of a bucket, wherever in the segment they stand.</summary>
    public const int MostOfBucket = SegmentPool.MaxBuckets * Bucket.Slots;

    /// <summary>
    /// Lists the records of one bucket: those whose hash lies at or behind <paramref name="point"/> and before the next
    /// bucket's. The point is the hash without its shard, moved to the top; it moves on to the next bucket.
    /// </summary>
    /// <param name="point">Where to look; where to look next.</param>
    /// <param name="records">Room for <see cref="MostOfBucket"/> addresses.</param>
    /// <param name="end">That was the last bucket.</param>
    /// <returns>How many records.</returns>
    /// <remarks>
    /// A record that is in the table throughout a walk from 0 is listed, whatever comes and goes between the steps: its
    /// place in hash space is fixed, and each step lists all that lies in the stretch which it moves over. Only where
    /// segments were merged the stretch is seen in coarser steps, and some records twice.
    /// </remarks>
    public int ListBucket(ref ulong point, nint* records, out bool end)
    {
        Segment segment = SegmentOf(point >> KeyHash.ShardBits);
        uint from = segment.TagOf(point >> KeyHash.ShardBits);
        int home = segment.HomeOf(from);
        int found = 0;
        for (int index = home; ; index = Next(segment, index))
        {
            ulong* bucket = segment.BucketAt(index);
            uint occupied = Bucket.Occupied(bucket);
            bool last = Bucket.Empty(bucket) != 0;
            for (; occupied != 0; occupied &= occupied - 1)
            {
                ulong slot = bucket[BitOperations.TrailingZeroCount(occupied)];
                uint tag = Bucket.TagOf(slot);
                if (tag >= from && segment.HomeOf(tag) == home)
                    records[found++] = (nint)Bucket.RecordOf(slot);
            }

            if (last)
                break;
        }

        end = !MoveOn(segment, home, ref point);
        return found;
    }

    /// <summary>Any record, each about as likely as the others. The table must not be empty.</summary>
    public Record Random(Random random)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            Segment segment = new(_directory[random.Next(_directory.Length)]);
            ulong slot = segment.Buckets[random.Next(segment.Count * Bucket.Slots)];
            if (slot != 0)
                return new Record(Bucket.RecordOf(slot));
        }

        // Nearly empty: take the first from some point on.
        Record[] one = new Record[1];
        return Sample(random, one) > 0 ? one[0] : throw new InvalidOperationException("The table is empty.");
    }

    /// <summary>Neighbours from a random place: as many as there is room for, or all that there are.</summary>
    public int Sample(Random random, Span<Record> samples)
    {
        int found = 0;
        int at = random.Next(_directory.Length);
        at &= -(1 << (_depth - new Segment(_directory[at]).Depth));
        int start = random.Next(int.MaxValue);
        for (int passed = 0; passed < _directory.Length && found < samples.Length;)
        {
            Segment segment = new(_directory[at]);
            int bucket = start % segment.Count;
            for (int i = 0; i < segment.Count && found < samples.Length; i++)
            {
                for (uint occupied = Bucket.Occupied(segment.BucketAt(bucket)); occupied != 0 && found < samples.Length;)
                {
                    int slot = BitOperations.TrailingZeroCount(occupied);
                    samples[found++] = new Record(Bucket.RecordOf(segment.BucketAt(bucket)[slot]));
                    occupied &= occupied - 1;
                }

                bucket = Next(segment, bucket);
            }

            // On to the next segment's first place, round to the start behind the last.
            int span = 1 << (_depth - segment.Depth);
            passed += span;
            at = (at + span) & (_directory.Length - 1);
        }

        return found;
    }

    private static bool MoveOn(Segment segment, int home, ref ulong point)
    {
        int depth = segment.Depth;
        ulong prefix = depth == 0 ? 0 : point >> (64 - depth);
        uint tag = segment.FirstTagOf(home + 1);
        if (tag > ushort.MaxValue)
        {
            tag = 0;
            if (++prefix == 1UL << depth)
                return false;
        }

        point = (depth == 0 ? 0 : prefix << (64 - depth)) | (ulong)tag << (48 - depth);
        return true;
    }
}
