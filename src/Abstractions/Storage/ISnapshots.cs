namespace CacheStorm;

/// <summary>Reads the whole data set as it was at one instant, while writers go on: for persistence and for new replicas.</summary>
public interface ISnapshots
{
    /// <summary>True while one is being read. There is one at a time.</summary>
    bool IsRunning { get; }

    /// <summary>Fixes the instant and begins to hand over entries, in no particular order, in the background.</summary>
    /// <param name="reader">Receives them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Ends when all entries were handed over; fails with <see cref="OperationCanceledException"/> or what the reader threw.</returns>
    /// <exception cref="InvalidOperationException">One is running already.</exception>
    Task ReadAsync(ISnapshotReader reader, CancellationToken cancellation = default);
}

/// <summary>
/// Receives a snapshot. Calls come one at a time, but from different threads and with the entry's lock held (a writer that is about to
/// change an entry hands it over first): must copy what it needs and return quickly.
/// </summary>
public interface ISnapshotReader
{
    /// <summary>The instant is fixed: nothing else runs on the server until this returns. The place to note a replication offset.</summary>
    /// <param name="unixMilliseconds">The instant.</param>
    void Begin(long unixMilliseconds);

    /// <summary>One entry as it was at the instant.</summary>
    /// <param name="namespaceIndex">Its namespace.</param>
    /// <param name="entry">The entry.</param>
    void Entry(int namespaceIndex, in Entry entry);
}
