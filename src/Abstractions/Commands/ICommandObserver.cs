namespace CacheStorm;

/// <summary>
/// Sees a command after it ran: MONITOR, slow log, latency, metrics. Called on the thread that ran it, several at once, after its
/// locks were released. Must be quick and must not throw.
/// </summary>
public interface ICommandObserver
{
    /// <summary>False: it is not called at present. Read before every command, so it should be a field.</summary>
    bool IsEnabled { get; }

    /// <summary>
    /// True: it also sees the calls that a command makes, as those of a transaction. These come before the command itself, with its locks
    /// still held; <see cref="CommandContext.IsNested"/> tells them.
    /// </summary>
    bool SeesNested => false;

    /// <summary>
    /// A command that is going to make calls says so, before the first of them (<see cref="CommandContext.Announce"/>): who shows calls in
    /// their order shows it here. <see cref="Executed"/> follows all the same.
    /// </summary>
    /// <param name="context">The call.</param>
    void Announced(CommandContext context) { }

    /// <summary>A command ran.</summary>
    /// <param name="context">The call; arguments and client are still valid.</param>
    /// <param name="outcome">How it went.</param>
    void Executed(CommandContext context, in CommandOutcome outcome);
}

/// <summary>How a call went.</summary>
/// <param name="StartedAt">When it began, in Unix microseconds.</param>
/// <param name="Microseconds">How long its handler took.</param>
/// <param name="Failed">Its reply was an error.</param>
/// <param name="Changes">How many changes it made to the keyspace.</param>
public readonly record struct CommandOutcome(long StartedAt, long Microseconds, bool Failed, long Changes)
{
    /// <summary>How long its handler took, to the nanosecond.</summary>
    public long Nanoseconds { get; init; }

    /// <summary>How long its reply is; 0 when its client was parked.</summary>
    public long ReplyBytes { get; init; }
}
