namespace CacheStorm.Host.Storage;

/// <summary>
/// The gate between calls that run beside others and those that run alone, for the store's own background work.
/// Implemented by the dispatcher; never entered from inside a call.
/// </summary>
internal interface IStoreGate
{
    /// <summary>From here on nothing runs alone; shards are locked one by one.</summary>
    void EnterShared();

    void ExitShared();

    /// <summary>From here on nothing else runs.</summary>
    void EnterExclusive();

    void ExitExclusive();
}
