using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Alarms of entries.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    /// <inheritdoc/>
    public override void SetAlarm(in Entry entry, long unixMilliseconds)
    {
        Shard shard = Fresh(entry, out Record record);
        if (record.Type == 0)
            throw new InvalidOperationException("Strings have no alarms.");
        if (unixMilliseconds >= 0)
            shard.SetAlarm(entry.Hash, unixMilliseconds);
        else
            shard.DropAlarm(entry.Hash, record);
        shard.Settle();
    }
}
