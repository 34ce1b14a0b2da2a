namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// Memory for the segments of tables: runs of 1 to 64 buckets of one cache line, by size from slabs of 64 KiB, so that a
/// segment of 40 buckets costs 40 lines and not a page. Shared by all shards; has its own lock and calls only the pool
/// behind it.
/// </summary>
internal sealed unsafe class SegmentPool(ArenaPool slabs)
{
    public const int SlabBytes = 64 << 10;
    public const int BucketBytes = 64;
    public const int MaxBuckets = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<nint, Slab> _slabs = [];
    private readonly Slab?[] _withFree = new Slab?[MaxBuckets + 1];
    private long _usedBytes;

    public long UsedBytes => Interlocked.Read(ref _usedBytes);

    public long MappedBytes => slabs.MappedBytes;

    /// <summary>So many empty buckets, on a line's boundary.</summary>
    public ulong* Take(int buckets)
    {
        byte* segment;
        lock (_gate)
        {
            Slab slab = _withFree[buckets] ?? AddSlab(buckets);
            segment = slab.Take();
            if (slab.IsFull)
                Unlink(slab);
            _usedBytes += buckets * BucketBytes;
        }

        new Span<byte>(segment, buckets * BucketBytes).Clear();
        return (ulong*)segment;
    }

    public void Return(ulong* segment)
    {
        lock (_gate)
        {
            Slab slab = _slabs[(nint)segment & ~(nint)(SlabBytes - 1)];
            bool wasFull = slab.IsFull;
            slab.Return((byte*)segment);
            _usedBytes -= slab.Buckets * BucketBytes;
            if (wasFull)
                Link(slab);
            if (slab.Live != 0)
                return;
            Unlink(slab);
            _slabs.Remove((nint)slab.Start);
            slabs.Return(slab.Start);
        }
    }

    private Slab AddSlab(int buckets)
    {
        Slab slab = new(slabs.Take(), buckets);
        _slabs.Add((nint)slab.Start, slab);
        Link(slab);
        return slab;
    }

    private void Link(Slab slab)
    {
        slab.Next = _withFree[slab.Buckets];
        slab.Previous = null;
        if (slab.Next is not null)
            slab.Next.Previous = slab;
        _withFree[slab.Buckets] = slab;
    }

    private void Unlink(Slab slab)
    {
        if (slab.Previous is null)
            _withFree[slab.Buckets] = slab.Next;
        else
            slab.Previous.Next = slab.Next;
        if (slab.Next is not null)
            slab.Next.Previous = slab.Previous;
        slab.Next = slab.Previous = null;
    }

    /// <summary>One slab: segments of one size; free ones are chained by offset + 1 in their first bytes.</summary>
    private sealed class Slab(byte* start, int buckets)
    {
        private int _firstFree;
        private int _untouched;

        public byte* Start { get; } = start;

        public int Buckets { get; } = buckets;

        public int Live { get; private set; }

        public Slab? Next { get; set; }

        public Slab? Previous { get; set; }

        public bool IsFull => _firstFree == 0 && _untouched + Buckets * BucketBytes > SlabBytes;

        public byte* Take()
        {
            byte* segment;
            if (_firstFree != 0)
            {
                segment = Start + _firstFree - 1;
                _firstFree = *(int*)segment;
            }
            else
            {
                segment = Start + _untouched;
                _untouched += Buckets * BucketBytes;
            }

            Live++;
            return segment;
        }

        public void Return(byte* segment)
        {
            *(int*)segment = _firstFree;
            _firstFree = (int)(segment - Start) + 1;
            Live--;
        }
    }
}
