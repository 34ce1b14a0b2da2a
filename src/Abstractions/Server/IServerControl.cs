namespace CacheStorm;

/// <summary>The running server: who it is, and how to end it. Thread-safe.</summary>
public interface IServerControl
{
    /// <summary>CacheStorm's version.</summary>
    string Version { get; }
    /// <summary>The level of Redis that is implemented completely, as <c>redis_version</c> reports it.</summary>
    string RedisVersion { get; }
    /// <summary>40 hexadecimal digits, new with every start.</summary>
    string RunId { get; }
    /// <summary>When the process began to serve.</summary>
    DateTimeOffset StartedAt { get; }
    /// <summary>The TCP port it listens on; 0: none.</summary>
    int Port { get; }
    /// <summary>The TLS port; 0: none.</summary>
    int TlsPort { get; }
    /// <summary>The settings file's full path, or empty.</summary>
    string ConfigFile { get; }
    /// <summary>The executable's full path.</summary>
    string Executable { get; }
    /// <summary>True while it is ending.</summary>
    bool IsStopping { get; }
    /// <summary>How many I/O workers there are.</summary>
    int WorkerCount { get; }

    /// <summary>Begins to end: no new connections, running commands finish, replies are sent, plugins drain.</summary>
    /// <param name="exitCode">The process' exit code.</param>
    void Stop(int exitCode = 0);

    /// <summary>
    /// Switches the background collection of expired keys, as DEBUG SET-ACTIVE-EXPIRE does.
    /// </summary>
    /// <param name="enabled">Whether expired keys are collected beside the traffic.</param>
    void SetActiveExpiry(bool enabled);

    /// <summary>Stops or lets go on all background work, as DEBUG PAUSE-CRON does.</summary>
    /// <param name="paused">Whether it stands still.</param>
    void PauseBackgroundWork(bool paused);

    /// <summary>Gives memory that is not needed back to the operating system, as MEMORY PURGE does.</summary>
    void ReleaseMemory();
}
