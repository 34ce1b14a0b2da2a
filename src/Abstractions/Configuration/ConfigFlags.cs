namespace CacheStorm;

/// <summary>What may be done with a setting while the server runs, and how it is shown.</summary>
[Flags]
public enum ConfigFlags
{
    /// <summary>Changed at run time by anyone who may call CONFIG SET.</summary>
    None = 0,

    /// <summary>Fixed once the server has started.</summary>
    Immutable = 1,

    /// <summary>Changed at run time only where <c>enable-protected-configs</c> allows it.</summary>
    Protected = 2,

    /// <summary>A secret: never written to a log or shown in an error.</summary>
    Sensitive = 4,

    /// <summary>Answered by CONFIG GET only when asked for by its exact name.</summary>
    Hidden = 8,

    /// <summary>Takes several words in a redis.conf line or on the command line.</summary>
    MultiValue = 16,

    /// <summary>Several lines of one redis.conf add up; otherwise the last one wins.</summary>
    Accumulates = 32,
}
