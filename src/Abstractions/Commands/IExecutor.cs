namespace CacheStorm;

/// <summary>
/// Runs commands and keyspace work from outside a client's call: background jobs, loaders, replication. Thread-safe; never from
/// inside a handler (use <see cref="CommandContext.Call"/> there).
/// </summary>
public interface IExecutor
{
    /// <summary>Runs a command as the server itself: no interceptors. Blocks the calling thread while it waits for locks.</summary>
    /// <param name="namespaceIndex">The namespace to run it in.</param>
    /// <param name="request">The command and its arguments.</param>
    /// <param name="reply">Receives the reply.</param>
    void Execute(int namespaceIndex, ArgumentList request, ReplyWriter reply);

    /// <summary>Runs work on one key with its shard locked.</summary>
    /// <param name="namespaceIndex">The key's namespace.</param>
    /// <param name="key">The key, <see cref="CommandContext.Key"/> for the work.</param>
    /// <param name="work">The work; replies go nowhere.</param>
    void Run(int namespaceIndex, ReadOnlySpan<byte> key, CommandHandler work);

    /// <summary>Runs work while nothing else runs on the server.</summary>
    /// <param name="namespaceIndex">The namespace of <see cref="CommandContext.Keyspace"/>.</param>
    /// <param name="work">The work; replies go nowhere.</param>
    void RunExclusive(int namespaceIndex, CommandHandler work);
}
