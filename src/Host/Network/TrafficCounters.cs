using System.Runtime.InteropServices;

namespace CacheStorm.Host.Network;

/// <summary>
/// What went over the wire, counted by each worker for itself in a cache line of its own; whoever asks adds up, a little out of date
/// at times. Ends of connections are rare and counted together.
/// </summary>
internal sealed class TrafficCounters(int workers)
{
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct OfWorker
    {
        public long BytesIn;
        public long BytesOut;
        public long Reads;
        public long Writes;
    }

    private readonly OfWorker[] _workers = new OfWorker[workers];
    private readonly long[] _ends = new long[Enum.GetValues<CloseReason>().Length];

    public long BytesIn => Sum(static worker => worker.BytesIn);

    public long BytesOut => Sum(static worker => worker.BytesOut);

    public long Reads => Sum(static worker => worker.Reads);

    public long Writes => Sum(static worker => worker.Writes);

    /// <summary>How many connections ended for a reason.</summary>
    public long EndedBy(CloseReason reason) => Volatile.Read(ref _ends[(int)reason]);

    public void CountRead(int worker, long bytes)
    {
        ref OfWorker own = ref _workers[worker];
        own.Reads++;
        own.BytesIn += bytes;
    }

    public void CountWrite(int worker, long bytes)
    {
        ref OfWorker own = ref _workers[worker];
        own.Writes++;
        own.BytesOut += bytes;
    }

    public void CountEnd(CloseReason reason) => Interlocked.Increment(ref _ends[(int)reason]);

    private long Sum(Func<OfWorker, long> count)
    {
        long sum = 0;
        foreach (OfWorker worker in _workers)
            sum += count(worker);
        return sum;
    }
}
