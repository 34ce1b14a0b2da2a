namespace CacheStorm.Host.Configuration;

/// <summary>How much is logged, in Redis' words.</summary>
public enum ServerLogLevel
{
    /// <summary>Everything, for tracing the server itself.</summary>
    Debug,

    /// <summary>Much that is rarely useful.</summary>
    Verbose,

    /// <summary>What one wants to know in production.</summary>
    Notice,

    /// <summary>What is important or wrong.</summary>
    Warning,
}

/// <summary>What a line of the log looks like.</summary>
public enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Console,

    /// <summary>A JSON object a line.</summary>
    Json,
}
