namespace CacheStorm.Host.Network.Pipes;

/// <summary>
/// A worker number for connections that run on the thread pool. Its lock is held while the session of one of them
/// runs, so the engine sees one thread at a time under the number, as it does with real workers.
/// </summary>
internal sealed class PipeWorker(int index)
{
    private int _load;

    public int Index { get; } = index;

    public Lock Turn { get; } = new();

    public int Load => Volatile.Read(ref _load);

    public void Enter() => Interlocked.Increment(ref _load);

    public void Leave() => Interlocked.Decrement(ref _load);
}
