namespace CacheStorm.Host.Storage;

/// <summary>Runs what data types do when an alarm rings. Implemented by the dispatcher.</summary>
internal interface IAlarmRunner
{
    /// <summary>Runs some of the alarms of a shard that are due. Inside the gate, with no shard's lock held.</summary>
    /// <returns>True when there are more.</returns>
    bool RunDue(Namespace space, Shard shard, long now);
}
