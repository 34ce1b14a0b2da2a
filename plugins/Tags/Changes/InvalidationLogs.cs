using System.Collections.Concurrent;

namespace CacheStorm.Plugins.Tags.Changes;

/// <summary>The logs of all namespaces in which something was invalidated, by index. Thread-safe.</summary>
internal sealed class InvalidationLogs
{
    private static readonly InvalidationLog s_none = new();

    private readonly ConcurrentDictionary<int, InvalidationLog> _logs = new();

    /// <summary>The log of a namespace, for adding to it.</summary>
    public InvalidationLog Open(int namespaceIndex) => _logs.GetOrAdd(namespaceIndex, static _ => new InvalidationLog());

    /// <summary>The log of a namespace, for reading.</summary>
    public InvalidationLog Of(int namespaceIndex) => _logs.GetValueOrDefault(namespaceIndex, s_none);
}
