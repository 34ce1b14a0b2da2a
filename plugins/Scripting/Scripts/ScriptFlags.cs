namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>What a script says of itself in its first line.</summary>
[Flags]
internal enum ScriptFlags
{
    None = 0,
    /// <summary>It calls no commands that write.</summary>
    NoWrites = 1,
    /// <summary>It may run although memory is full.</summary>
    AllowOom = 2,
    /// <summary>It may run on a replica whose data is stale.</summary>
    AllowStale = 4,
    /// <summary>It does not run in a cluster.</summary>
    NoCluster = 8,
    /// <summary>It may use keys of several slots.</summary>
    AllowCrossSlotKeys = 16,
    /// <summary>It has no such line: it is treated as scripts were before there were flags.</summary>
    Compatible = 32,
}
