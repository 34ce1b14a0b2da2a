using CacheStorm.Plugins.Transactions.Watching;

namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>
/// Stands in the way of a client's commands from MULTI to EXEC: they are queued in place of being run, and one that is refused aborts the
/// transaction. Enabled for clients in a transaction only, so it costs others nothing. Holds no state of its own: that is each session's.
/// </summary>
internal sealed class TransactionQueue : ICommandInterceptor, ISessionObserver
{
    // What Redis counts for an argument beside its bytes: a pointer.
    private const int ArgumentBytes = 8;

    /// <inheritdoc/>
    public int Order => InterceptorOrder.Queue;

    /// <inheritdoc/>
    public InterceptorScope Scope => InterceptorScope.Session;

    /// <inheritdoc/>
    public bool AppliesTo(CommandInfo command) => command.Name is not ("EXEC" or "DISCARD" or "MULTI" or "WATCH" or "QUIT" or "RESET");

    /// <summary>From now on the client's commands are queued.</summary>
    public void Begin(ClientSession client)
    {
        TransactionState state = TransactionState.Of(client);
        state.Queue = QueuePool.Rent();
        state.IsAborted = false;
        client.QueuedCommands = 0;
        client.QueuedBytes = 0;
        client.QueuedFlags = CommandFlags.None;
        client.Enable(this);
    }

    /// <summary>Nothing is queued or watched any more.</summary>
    public void End(ClientSession client)
    {
        if (TransactionState.Find(client) is not { } state)
            return;
        Unwatch(client, state);
        if (state.Queue is null)
            return;
        QueuePool.Return(state.Queue);
        state.Queue = null;
        client.QueuedCommands = -1;
        client.QueuedBytes = 0;
        client.QueuedFlags = CommandFlags.None;
        client.Disable(this);
    }

    /// <inheritdoc/>
    public InterceptResult Intercept(CommandContext context)
    {
        ClientSession client = context.Client;
        CommandInfo command = context.Command;
        TransactionState state = TransactionState.Of(client);
        if ((command.Flags & CommandFlags.NoMulti) != 0)
        {
            context.Reply.Error(ErrorText.NotAllowedInside);
            return InterceptResult.Rejected;
        }

        // A queue takes memory, too, whatever is in it.
        if (!context.TryMakeRoom())
        {
            context.Reply.Error(Errors.OutOfMemory);
            return InterceptResult.Rejected;
        }

        // Nothing is kept for a transaction that will not run.
        if (!state.IsAborted && state.Watch is not { IsBroken: true })
        {
            ArgumentList request = context.Args.List;
            state.Queue!.Add(request);
            client.QueuedCommands = state.Queue.Count;
            client.QueuedBytes += request.TotalBytes + ArgumentBytes * request.Count;
            client.QueuedFlags |= command.Flags;
        }

        context.Reply.Raw("+QUEUED\r\n"u8);
        return InterceptResult.Handled;
    }

    /// <inheritdoc/>
    public byte[]? Refused(ClientSession client, CommandInfo? command, ReadOnlySpan<byte> error)
    {
        if (TransactionState.Find(client) is { } state)
            state.IsAborted = true;
        return null;
    }

    /// <inheritdoc/>
    public void Reset(ClientSession session) => End(session);

    /// <inheritdoc/>
    public void Closed(ClientSession session) => End(session);

    /// <summary>The client watches nothing any more.</summary>
    public static void Unwatch(ClientSession client, TransactionState state)
    {
        if (state.Watch is not { } watch)
            return;
        state.Watch = null;
        client.WatchedKeys = 0;
        watch.End();
    }
}
