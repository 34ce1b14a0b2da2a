namespace CacheStorm.Host.Storage;

/// <summary>How many large values are gone whose blocks wait to be freed, and how many were freed so. Thread-safe; each shard chains its own.</summary>
internal sealed class DoomedValues
{
    private long _pending;
    private long _freed;

    /// <summary>Values that wait.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Values that are wholly freed, since the start or <see cref="ResetFreed"/>.</summary>
    public long Freed => Volatile.Read(ref _freed);

    public void Came() => Interlocked.Increment(ref _pending);

    public void Left(int count)
    {
        if (count == 0)
            return;
        Interlocked.Add(ref _pending, -count);
        Interlocked.Add(ref _freed, count);
    }

    public void ResetFreed() => Volatile.Write(ref _freed, 0);
}
