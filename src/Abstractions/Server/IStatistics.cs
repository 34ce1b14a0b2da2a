namespace CacheStorm;

/// <summary>The server's numbers. Thread-safe; each read adds up the workers' own counters.</summary>
public interface IStatistics
{
    /// <summary>The numbers now, since the start or the last <see cref="Reset"/>.</summary>
    ServerStatistics Read();

    /// <summary>The numbers of every command that was called or refused.</summary>
    IReadOnlyList<CommandStatistics> Commands();

    /// <summary>Error replies by their code, as <c>ERR</c> or <c>WRONGTYPE</c>.</summary>
    IReadOnlyDictionary<string, long> Errors();

    /// <summary>A command's distribution of run times.</summary>
    /// <param name="command">The command.</param>
    /// <param name="percentile">0 to 100.</param>
    /// <returns>Microseconds.</returns>
    double Percentile(CommandInfo command, double percentile);

    /// <summary>A command's run times as a histogram: calls that took at most so many microseconds, in powers of two.</summary>
    /// <param name="command">The command.</param>
    IReadOnlyList<(long Microseconds, long Calls)> Histogram(CommandInfo command);

    /// <summary>Where memory is.</summary>
    MemoryStatistics Memory();

    /// <summary>Counts from zero again, as CONFIG RESETSTAT does.</summary>
    void Reset();

    /// <summary>Forgets the distributions of some commands, or of all.</summary>
    /// <param name="commands">The commands; empty: all.</param>
    void ResetHistograms(IReadOnlyCollection<CommandInfo> commands);
}

/// <summary>Numbers of the whole server.</summary>
public readonly record struct ServerStatistics
{
    /// <summary>Connections accepted.</summary>
    public long ConnectionsReceived { get; init; }
    /// <summary>Connections refused because there were too many.</summary>
    public long ConnectionsRejected { get; init; }
    /// <summary>Commands run.</summary>
    public long CommandsProcessed { get; init; }
    /// <summary>Bytes received.</summary>
    public long NetworkInput { get; init; }
    /// <summary>Bytes sent.</summary>
    public long NetworkOutput { get; init; }
    /// <summary>Commands a second, over the last moments.</summary>
    public long OperationsPerSecond { get; init; }
    /// <summary>Bytes received a second, over the last moments.</summary>
    public double InputPerSecond { get; init; }
    /// <summary>Bytes sent a second, over the last moments.</summary>
    public double OutputPerSecond { get; init; }
    /// <summary>Reads that found their key.</summary>
    public long KeyspaceHits { get; init; }
    /// <summary>Reads that did not.</summary>
    public long KeyspaceMisses { get; init; }
    /// <summary>Keys that expired.</summary>
    public long ExpiredKeys { get; init; }
    /// <summary>Keys evicted for memory.</summary>
    public long EvictedKeys { get; init; }
    /// <summary>Clients closed for memory.</summary>
    public long EvictedClients { get; init; }
    /// <summary>Clients closed because their query buffer grew over its limit.</summary>
    public long QueryBufferLimitDisconnections { get; init; }
    /// <summary>Clients closed because their output buffer grew over its limit.</summary>
    public long OutputBufferLimitDisconnections { get; init; }
    /// <summary>Error replies.</summary>
    public long ErrorReplies { get; init; }
    /// <summary>Commands refused because nobody knows them.</summary>
    public long UnknownCommands { get; init; }
    /// <summary>Reads of sockets that brought something.</summary>
    public long ReadsProcessed { get; init; }
    /// <summary>Writes to sockets.</summary>
    public long WritesProcessed { get; init; }
    /// <summary>Microseconds that eviction took.</summary>
    public long EvictionMicroseconds { get; init; }
}

/// <summary>Numbers of one command.</summary>
/// <param name="Command">The command.</param>
/// <param name="Calls">Calls that ran.</param>
/// <param name="Microseconds">The time they took.</param>
/// <param name="Rejected">Calls refused before they ran.</param>
/// <param name="Failed">Calls that ran and replied with an error.</param>
public readonly record struct CommandStatistics(CommandInfo Command, long Calls, double Microseconds, long Rejected, long Failed);

/// <summary>Where memory is, in bytes.</summary>
public readonly record struct MemoryStatistics
{
    /// <summary>All that is accounted: keys, values, tables, buffers, the fixed part.</summary>
    public long Used { get; init; }
    /// <summary>The highest that <see cref="Used"/> was seen at.</summary>
    public long Peak { get; init; }
    /// <summary>What the process used when it began to serve.</summary>
    public long Startup { get; init; }
    /// <summary>Keys and values, with what entries pay for their tags and expiries.</summary>
    public long Dataset { get; init; }
    /// <summary>The tables that keys are found by.</summary>
    public long Tables { get; init; }
    /// <summary>The indexes of tags.</summary>
    public long TagIndexes { get; init; }
    /// <summary>
    /// The namespaces that exist, by index, read at the same time: the sums of theirs are <see cref="Dataset"/>, <see cref="Tables"/> and
    /// <see cref="TagIndexes"/>, which make up <see cref="Used"/> with <see cref="Startup"/> and <see cref="Clients"/>.
    /// </summary>
    public IReadOnlyList<NamespaceMemory> Namespaces { get; init; }
    /// <summary>Pages mapped for keys and values, used or not.</summary>
    public long Mapped { get; init; }
    /// <summary>Buffers of clients.</summary>
    public long Clients { get; init; }
    /// <summary>The managed heap.</summary>
    public long ManagedHeap { get; init; }
    /// <summary>What the process occupies.</summary>
    public long ResidentSet { get; init; }
    /// <summary>The limit; 0: none.</summary>
    public long Limit { get; init; }
    /// <summary>The eviction policy's name.</summary>
    public string Policy { get; init; }
    /// <summary>The machine's memory.</summary>
    public long System { get; init; }
    /// <summary>Entries (records) alive.</summary>
    public long Keys { get; init; }
    /// <summary>Large values that are deleted and whose memory is still to be freed, beside the traffic; <see cref="Used"/> counts it until then.</summary>
    public long PendingFrees { get; init; }
    /// <summary>Large values that were freed beside the traffic, since the start or the last reset.</summary>
    public long DeferredFrees { get; init; }
}
