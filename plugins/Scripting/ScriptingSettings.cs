namespace CacheStorm.Plugins.Scripting;

/// <summary>Limits of scripts. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class ScriptingSettings
{
    private long _busyThreshold = 5000;
    private long _memoryLimit = 512L << 20;

    /// <summary>How long a script may run before it may be killed, in milliseconds; 0: as long as it likes.</summary>
    [ConfigSetting("busy-reply-threshold", Aliases = ["lua-time-limit"], Yaml = "busy_reply_threshold", Min = 0, Max = long.MaxValue, Unit = "milliseconds", Mutable = true,
        Summary = "How long a script may run until SCRIPT KILL can end it.")]
    public long BusyThreshold
    {
        get => Volatile.Read(ref _busyThreshold);
        internal set => Volatile.Write(ref _busyThreshold, value);
    }

    /// <summary>What a script may use, in bytes.</summary>
    [ConfigSetting("lua-memory-limit", Yaml = "memory_limit", Min = 4 << 20, Max = long.MaxValue, Memory = true, Mutable = true,
        Summary = "Memory that a script may use; what goes beyond ends in an error. Holds for Lua states made from then on.")]
    public long MemoryLimit
    {
        get => Volatile.Read(ref _memoryLimit);
        internal set => Volatile.Write(ref _memoryLimit, value);
    }
}
