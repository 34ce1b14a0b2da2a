using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Dispatch;

/// <content>
/// What calls and clients hold of a plugin that is exchanged or unloaded. All of it happens while no command runs, after the new table was published.
/// </content>
internal sealed partial class Engine
{
    private static readonly CommandInfo s_nothing = new("NOTHING", "host", static _ => { });

    /// <summary>Retires entries that the present table has no more, moves who is parked in them, and forgets all that calls left behind.</summary>
    /// <param name="worker">The one to work as.</param>
    /// <param name="retired">Entries that were in the table before.</param>
    public void Retire(Worker worker, IReadOnlyList<CommandEntry> retired)
    {
        foreach (CommandEntry entry in retired)
            entry.Retire(SuccessorOf(entry));
        foreach (Session session in _sessions.All())
        {
            if (session.Parked is { Entry.IsRetired: true } call)
                Move(worker, session, call);
            session.RenewLastCommand(_table);
        }

        foreach (Worker one in Workers)
            one.ForgetCalls(_table, s_nothing);
        // An entry may be new and its description the same: a container with other subcommands.
        var living = new HashSet<CommandInfo>(_table.All.Select(entry => entry.Info));
        foreach (CommandEntry entry in retired)
        {
            if (!living.Contains(entry.Info))
                entry.Info.Retire();
        }
    }

    private CommandEntry? SuccessorOf(CommandEntry entry) =>
        _table.TryFindFull(System.Text.Encoding.UTF8.GetBytes(entry.Info.Name), out CommandEntry? successor) ? successor : null;

    /// <summary>
    /// A client that waits for a key keeps its place in the queue: the new handler is asked once, which parks it again and says what to reply when the time
    /// is up. One that waits for the plugin itself starts anew. Where there is no new handler the wait ends.
    /// </summary>
    private void Move(Worker worker, Session session, ParkedCall call)
    {
        if (SuccessorOf(call.Entry) is not { } successor)
        {
            if (!call.IsOfHost)
                session.Unpark(static context => context.Reply.Error("UNBLOCKED the plugin of this command was unloaded"u8));
            return;
        }

        call.Entry = successor;
        if (call.IsOfHost)
            return;
        if (call.Keys.Length == 0)
        {
            session.RunParkedAgain(call);
            return;
        }

        call.IsMoving = true;
        worker.Tick();
        ShardMask all = ShardMask.All;
        worker.Scope.Begin(worker.Now, in all);
        Retry(worker, call, in all, isAlone: true);
        ServeReady(worker, in all, call.Namespace, isAlone: true);
        call.IsMoving = false;
    }
}
