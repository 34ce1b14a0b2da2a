namespace CacheStorm;

/// <summary>What a command does and where it may run, with Redis' meanings. COMMAND INFO and the ACL categories answer from these.</summary>
[Flags]
public enum CommandFlags : long
{
    /// <summary>Nothing special.</summary>
    None = 0,
    /// <summary>May modify the keyspace.</summary>
    Write = 1L << 0,
    /// <summary>Only reads keys.</summary>
    ReadOnly = 1L << 1,
    /// <summary>May increase memory use, so it is refused when memory is full and nothing can be evicted.</summary>
    DenyOom = 1L << 2,
    /// <summary>Administrative, as SHUTDOWN or CONFIG.</summary>
    Admin = 1L << 3,
    /// <summary>Belongs to publish/subscribe.</summary>
    PubSub = 1L << 4,
    /// <summary>Refused inside scripts.</summary>
    NoScript = 1L << 5,
    /// <summary>May park the client.</summary>
    Blocking = 1L << 6,
    /// <summary>Allowed while a data set is being loaded.</summary>
    Loading = 1L << 7,
    /// <summary>Allowed on a replica whose data is stale.</summary>
    Stale = 1L << 8,
    /// <summary>Not shown to MONITOR.</summary>
    SkipMonitor = 1L << 9,
    /// <summary>Not recorded by the slow log.</summary>
    SkipSlowLog = 1L << 10,
    /// <summary>Accepted in a cluster for a slot that is being imported.</summary>
    Asking = 1L << 11,
    /// <summary>O(1) or O(log n): should never delay others.</summary>
    Fast = 1L << 12,
    /// <summary>Allowed before the client has authenticated.</summary>
    NoAuth = 1L << 13,
    /// <summary>Propagated even when it is not a write, as PUBLISH.</summary>
    MayReplicate = 1L << 14,
    /// <summary>Exists on a sentinel, too.</summary>
    Sentinel = 1L << 15,
    /// <summary>Exists on a sentinel only.</summary>
    OnlySentinel = 1L << 16,
    /// <summary>Must not be given keys that it does not modify (cluster: no key is required).</summary>
    NoMandatoryKeys = 1L << 17,
    /// <summary>Needs the protection that <c>enable-debug-command</c> gives.</summary>
    Protected = 1L << 18,
    /// <summary>Finds its keys by code, not by key specifications alone.</summary>
    MovableKeys = 1L << 19,
    /// <summary>Allowed while a script keeps the server busy.</summary>
    AllowBusy = 1L << 20,
    /// <summary>Refused inside MULTI.</summary>
    NoMulti = 1L << 21,
    /// <summary>Refused while a data set is loaded in the background.</summary>
    NoAsyncLoading = 1L << 22,
    /// <summary>Reads keys that its arguments do not name, as SCAN or RANDOMKEY.</summary>
    TouchesArbitraryKeys = 1L << 23,
    /// <summary>
    /// May need the whole server although it names its keys: it may call <see cref="CommandContext.EnsureExclusive"/>, or it leads its
    /// client to another namespace, as SELECT. Whoever runs it among others as one (a transaction) runs alone from the start.
    /// </summary>
    MayRunAlone = 1L << 24,
}

/// <summary>How a command is kept apart from others while its handler runs.</summary>
public enum CommandLocking
{
    /// <summary>The shards of the keys that its key specifications name, in ascending order; none when there are no keys.</summary>
    Keys,
    /// <summary>The whole server: nothing else runs meanwhile. For commands over all keys that must be one step (FLUSHALL, SWAPDB).</summary>
    Exclusive,
    /// <summary>
    /// The shards of the keys that the command's own class names for each call (<see cref="IKeyDeclarer"/>), or the whole server when it
    /// says so. For commands whose keys don't stand in their arguments, as EXEC.
    /// </summary>
    Declared,
}
