namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>How many handlers of the probe run now. Thread-safe.</summary>
public sealed class Activity
{
    private int _running;

    public int Running => Volatile.Read(ref _running);

    /// <summary>A handler runs until the scope is disposed.</summary>
    public Scope Enter()
    {
        Interlocked.Increment(ref _running);
        return new Scope(this);
    }

    /// <summary>The time of one handler.</summary>
    public readonly ref struct Scope(Activity activity)
    {
        public void Dispose() => Interlocked.Decrement(ref activity._running);
    }
}
