using CacheStorm.Plugins.Transactions.Queueing;
using CacheStorm.Plugins.Transactions.Watching;

namespace CacheStorm.Plugins.Transactions.Commands;

/// <summary>
/// EXEC: runs what was queued, as one step for everybody else. The keys of all its commands, and those that the client watches, are locked
/// together before the first of them runs; a command that needs the whole server makes it run alone.
/// </summary>
internal sealed class ExecCommand(TransactionQueue transactions) : IKeyDeclarer
{
    /// <inheritdoc/>
    public void DeclareKeys(CommandContext context, KeyDeclaration keys)
    {
        // A transaction that won't run touches nothing.
        if (TransactionState.Find(context.Client) is not { Queue: { } queue, IsAborted: false } state || state.Watch is { IsBroken: true })
            return;
        for (int i = 0; i < queue.Count && !keys.IsAlone; i++)
            keys.AddKeysOf(queue[i]);
        state.Watch?.DeclareKeys(context.Client.Namespace, keys);
    }

    [Command("EXEC", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.SkipSlowLog,
        Locking = CommandLocking.Declared,
        Group = "transactions",
        Since = "1.2.0",
        Summary = "Execute all commands issued after MULTI",
        Complexity = "Depends on commands in the transaction")]
    public void Exec(CommandContext context)
    {
        ClientSession client = context.Client;
        if (TransactionState.Find(client) is not { Queue: { } queue } state)
        {
            context.Reply.Error(ErrorText.ExecWithoutMulti);
            return;
        }

        try
        {
            if (state.IsAborted)
                context.Reply.Error(ErrorText.Aborted);
            else if (state.Watch is { } watch && !watch.Holds(context))
                context.Reply.NullArray();
            else
                Run(context, client, state, queue);
        }
        finally
        {
            transactions.End(client);
        }
    }

    private static void Run(CommandContext context, ClientSession client, TransactionState state, RequestQueue queue)
    {
        // What the transaction changes itself is no reason to refuse it.
        TransactionQueue.Unwatch(client, state);
        ReplyWriter reply = context.Reply;
        reply.Array(queue.Count);
        for (int i = 0; i < queue.Count; i++)
        {
            ReplyCheckpoint before = reply.Checkpoint();
            CallResult result = context.Call(queue[i], reply, CallOptions.SkipInterceptors);
            if (result == CallResult.NotCovered)
                reply.Error(ErrorText.CannotRunAlone);
            else if (result == CallResult.Refused)
                Permission.Explain(reply, before);
        }
    }
}
