namespace CacheStorm;

/// <summary>
/// Sees the calls of single clients at their end, while the locks of their keys are still held: what a call has read nobody can have
/// changed yet. Client-side caching remembers keys so. It sees only clients that it was put up for (<see cref="ClientSession.AddObserver"/>),
/// whose commands alone pay for it. Called on the thread that runs the client's commands; must be quick, must not touch the
/// keyspace, must not throw.
/// </summary>
public interface ISessionCallObserver
{
    /// <summary>
    /// A call's handler has returned, its reply is written unless it was parked. Calls that it made (a transaction's, a script's) were
    /// told before it; <see cref="CommandContext.IsNested"/> tells them.
    /// </summary>
    /// <param name="context">The call; arguments and client are still valid.</param>
    void Ran(CommandContext context);

    /// <summary>The client asked for something that did not run: an unknown command, a wrong number of arguments, a call that was refused or queued.</summary>
    /// <param name="client">The client.</param>
    /// <param name="command">The command; null for an unknown one.</param>
    void NotRun(ClientSession client, CommandInfo? command) { }
}
