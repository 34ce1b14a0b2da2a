namespace CacheStorm;

/// <summary>
/// Receives what changed the keyspace, in the order of execution: the append-only file, replicas. Found by scanning the plugin.
/// The server calls one sink at a time from one thread at a time, with the locks of the changed keys still held,
/// so effects on one key arrive in the order in which they happened. Must copy what it keeps, must be quick, must not throw.
/// </summary>
public interface IPropagationSink
{
    /// <summary>False: it is not called at present, and costs nothing.</summary>
    bool IsEnabled { get; }

    /// <summary>Takes the effects of one call. Several belong together: all or none must survive.</summary>
    /// <param name="effects">The commands, valid until the method returns.</param>
    void Append(ReadOnlySpan<PropagatedCommand> effects);
}

/// <summary>One command that changed the keyspace, in the form in which it can be run again with the same result.</summary>
/// <param name="Namespace">The namespace's index.</param>
/// <param name="Request">The command and its arguments.</param>
/// <param name="Time">When it ran, in Unix milliseconds.</param>
public readonly record struct PropagatedCommand(int Namespace, ArgumentList Request, long Time);
