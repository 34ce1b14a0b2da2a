namespace CacheStorm;

/// <summary>What a command does with the keys of one key specification, with the meanings of Redis' key-spec flags.</summary>
[Flags]
public enum KeyAccess
{
    /// <summary>Nothing stated.</summary>
    None = 0,
    /// <summary>Reads the value (RO).</summary>
    ReadOnly = 1 << 0,
    /// <summary>Reads and modifies the value (RW).</summary>
    ReadWrite = 1 << 1,
    /// <summary>Overwrites the value without looking at it (OW).</summary>
    Overwrite = 1 << 2,
    /// <summary>Deletes the key (RM).</summary>
    Remove = 1 << 3,
    /// <summary>Returns, copies or uses the value's content.</summary>
    Access = 1 << 4,
    /// <summary>Changes the value.</summary>
    Update = 1 << 5,
    /// <summary>Adds to the value without looking at what is there.</summary>
    Insert = 1 << 6,
    /// <summary>Deletes content of the value.</summary>
    Delete = 1 << 7,
    /// <summary>The argument is routed like a key but is none (a shard channel).</summary>
    NotKey = 1 << 8,
    /// <summary>The specification may miss some keys.</summary>
    Incomplete = 1 << 9,
    /// <summary>The flags depend on the arguments.</summary>
    VariableFlags = 1 << 10,
}
