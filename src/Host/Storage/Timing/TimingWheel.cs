using System.Numerics;
using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Timing;

/// <summary>
/// Finds the records of a shard that are due, without looking at those that aren't. Owned by a shard, guarded by its
/// lock; the lists run through the records themselves, so a changed expiry leaves nothing behind.
/// </summary>
/// <remarks>
/// A hierarchical timing wheel (Varghese and Lauck, 1987): 64 buckets of 16 ms, 64 of a second, 64 of a minute, and so
/// on to 35 years. A bucket of a higher level is dealt out to the lower ones when its time begins. A bitmap a level says
/// which buckets may hold something, so that idle time is jumped over.
/// </remarks>
internal sealed unsafe class TimingWheel
{
    private const int TickShift = 4;
    private const int LevelShift = 6;
    private const int BucketsOfLevel = 1 << LevelShift;
    private const int Levels = 6;
    private const long Horizon = 1L << (LevelShift * Levels);

    private readonly ShardHeap _heap;
    private LevelHeads _heads;
    private LevelBits _occupied;

    // The tick to be dealt with next; all before it are done.
    private long _next;

    public TimingWheel(ShardHeap heap, long now)
    {
        _heap = heap;
        _next = now >> TickShift;
    }

    /// <summary>How many records are in the wheel.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a record that has an expiry and is in no list.</summary>
    public void Add(Record record)
    {
        Link(record);
        Count++;
    }

    /// <summary>Takes a record out, wherever it is.</summary>
    public void Remove(Record record)
    {
        Unlink(record);
        Count--;
    }

    /// <summary>Some of the records, from a random bucket on.</summary>
    public int Sample(Random random, Span<Record> samples)
    {
        int found = 0;
        int start = random.Next(Levels * BucketsOfLevel);
        for (int i = 0; i < Levels * BucketsOfLevel && found < samples.Length; i++)
        {
            int place = (start + i) % (Levels * BucketsOfLevel);
            byte* record = Head(place >> LevelShift, place & (BucketsOfLevel - 1));
            for (; record != null && found < samples.Length; record = samples[found - 1].WheelNext)
                samples[found++] = new Record(record);
        }

        return found;
    }

    /// <summary>
    /// Takes out the next record that is due, null when there is none or the budget is used up. Each record looked at
    /// costs one of the budget, and each bucket does.
    /// </summary>
    public Record PopDue(long now, ref int budget)
    {
        long nowTick = now >> TickShift;
        while (_next <= nowTick && budget > 0)
        {
            if (Count == 0)
            {
                _next = nowTick + 1;
                break;
            }

            long tick = NextEvent();
            if (tick > nowTick)
            {
                _next = nowTick + 1;
                break;
            }

            _next = tick;
            budget--;
            if (!DealOut(ref budget))
                break;

            int bucket = (int)(_next & (BucketsOfLevel - 1));
            byte* first = Head(0, bucket);
            if (first != null)
            {
                Record due = new(first);
                Remove(due);
                return due;
            }

            _occupied[0] &= ~(1UL << bucket);
            _next++;
        }

        return default;
    }

    /// <summary>
    /// The first record of the bucket that now lies in, of which some may be due though the bucket is not; the others follow it. Once
    /// <see cref="PopDue"/> has nothing more.
    /// </summary>
    public Record FirstOfNow(long now, ref int budget) =>
        _next == (now >> TickShift) + 1 && DealOut(ref budget) ? new Record(Head(0, (int)(_next & (BucketsOfLevel - 1)))) : default;

    /// <summary>Gives the buckets' memory back; the records are the heap's.</summary>
    public void Clear()
    {
        for (int level = 0; level < Levels; level++)
        {
            if (_heads[level] != 0)
                _heap.Free((byte*)_heads[level]);
            _heads[level] = 0;
            _occupied[level] = 0;
        }

        Count = 0;
    }

    /// <summary>The first tick from the next on at which a bucket that may hold something is due or dealt out.</summary>
    private long NextEvent()
    {
        long earliest = long.MaxValue;
        for (int level = 0; level < Levels; level++)
        {
            if (_occupied[level] == 0)
                continue;
            int shift = level * LevelShift;
            int position = (int)(_next >> shift) & (BucketsOfLevel - 1);
            ulong ahead = BitOperations.RotateRight(_occupied[level], position);

            // The bucket in which we are was dealt out when its time began: what it holds is for the next round.
            bool begins = (_next & ((1L << shift) - 1)) == 0;
            if (!begins)
                ahead &= ~1UL;
            int distance = ahead == 0 ? BucketsOfLevel : BitOperations.TrailingZeroCount(ahead);
            earliest = Math.Min(earliest, ((_next >> shift) + distance) << shift);
        }

        return earliest;
    }

    /// <summary>Deals out the buckets of higher levels whose time begins with this tick. False when the budget ends first.</summary>
    private bool DealOut(ref int budget)
    {
        for (int level = Levels - 1; level > 0; level--)
        {
            int shift = level * LevelShift;
            if ((_next & ((1L << shift) - 1)) != 0 || _occupied[level] == 0)
                continue;
            int bucket = (int)(_next >> shift) & (BucketsOfLevel - 1);
            if ((_occupied[level] & 1UL << bucket) == 0)
                continue;
            for (byte* first = Head(level, bucket); first != null; first = Head(level, bucket))
            {
                if (budget-- <= 0)
                    return false;
                Record record = new(first);
                Unlink(record);
                Link(record);
            }

            _occupied[level] &= ~(1UL << bucket);
        }

        return true;
    }

    private void Link(Record record)
    {
        // A bucket is due when the last millisecond of all in it has passed: like Redis, an entry lives through the one in
        // which it expires. What lies beyond the horizon waits at its edge for another round.
        long tick = (record.ExpiresAt >> TickShift) + 1;
        long distance = Math.Clamp(tick - _next, 0, Horizon - 1);
        tick = _next + distance;
        int level = distance < BucketsOfLevel ? 0 : BitOperations.Log2((ulong)distance) / LevelShift;
        int bucket = (int)(tick >> (level * LevelShift)) & (BucketsOfLevel - 1);

        byte** head = HeadsOf(level) + bucket;
        byte* first = *head;
        record.WheelNext = first;
        record.WheelBack = (byte*)head;
        if (first != null)
            new Record(first).WheelBack = record.WheelNextField;
        *head = record.Address;
        _occupied[level] |= 1UL << bucket;
    }

    private static void Unlink(Record record)
    {
        byte* next = record.WheelNext;
        Unsafe.WriteUnaligned(record.WheelBack, (nint)next);
        if (next != null)
            new Record(next).WheelBack = record.WheelBack;
    }

    private byte* Head(int level, int bucket) => _heads[level] == 0 ? null : ((byte**)_heads[level])[bucket];

    private byte** HeadsOf(int level)
    {
        if (_heads[level] == 0)
        {
            byte* heads = _heap.Allocate(BucketsOfLevel * sizeof(nint));
            new Span<byte>(heads, BucketsOfLevel * sizeof(nint)).Clear();
            _heads[level] = (nint)heads;
        }

        return (byte**)_heads[level];
    }

    [InlineArray(Levels)]
    private struct LevelHeads
    {
        private nint _first;
    }

    [InlineArray(Levels)]
    private struct LevelBits
    {
        private ulong _first;
    }
}
