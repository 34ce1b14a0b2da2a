namespace CacheStorm.Host.Storage.Snapshots;

/// <summary>Reads snapshots on a thread of their own, one at a time. Thread-safe.</summary>
internal sealed class SnapshotReading(Store store, IStoreGate gate) : ISnapshots
{
    private int _running;

    /// <inheritdoc/>
    public bool IsRunning => Volatile.Read(ref _running) != 0;

    /// <inheritdoc/>
    public Task ReadAsync(ISnapshotReader reader, CancellationToken cancellation = default)
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
            throw new InvalidOperationException("A snapshot is running already.");
        return Task.Factory.StartNew(() => Read(reader, cancellation), CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    private void Read(ISnapshotReader reader, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            Begin(reader);
            try
            {
                Walk(cancellation);
            }
            finally
            {
                gate.EnterExclusive();
                store.Snapshots.End();
                gate.ExitExclusive();
            }

            if (store.Snapshots.Failure is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Begin(ISnapshotReader reader)
    {
        gate.EnterExclusive();
        try
        {
            store.Snapshots.Begin(reader, store.Now);
        }
        finally
        {
            gate.ExitExclusive();
        }
    }

    private void Walk(CancellationToken cancellation)
    {
        for (bool more = true; more;)
        {
            if (cancellation.IsCancellationRequested)
                store.Snapshots.GiveUp(new OperationCanceledException(cancellation));
            gate.EnterShared();
            try
            {
                more = store.Snapshots.Step();
            }
            finally
            {
                gate.ExitShared();
            }
        }
    }
}
