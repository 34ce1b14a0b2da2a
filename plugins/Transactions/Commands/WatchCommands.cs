using CacheStorm.Plugins.Transactions.Queueing;
using CacheStorm.Plugins.Transactions.Watching;

namespace CacheStorm.Plugins.Transactions.Commands;

/// <summary>WATCH and UNWATCH: the next EXEC runs only if the keys are what they were.</summary>
internal sealed class WatchCommands(WatchTable watches)
{
    [Command("WATCH", Arity = -2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.AllowBusy,
        Group = "transactions",
        Since = "2.2.0",
        Summary = "Watch the given keys to determine execution of the MULTI/EXEC block",
        Complexity = "O(1) for every key.",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly, Last = -1)]
    public void Watch(CommandContext context)
    {
        ClientSession client = context.Client;
        if (client.QueuedCommands >= 0)
        {
            context.Reply.Error(ErrorText.WatchInside);
            return;
        }

        TransactionState state = TransactionState.Of(client);
        Watch watch = state.Watch ??= new Watch(client, watches);
        // One that is broken stays so, whatever else is watched.
        if (!watch.IsBroken)
        {
            for (int i = 1; i < context.Args.Count; i++)
                watch.Add(context.Keyspace, context.Args[i]);
            client.WatchedKeys = watch.Count;
        }

        context.Reply.Ok();
    }

    [Command("UNWATCH", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.AllowBusy,
        Group = "transactions",
        Since = "2.2.0",
        Summary = "Forget about all watched keys",
        Complexity = "O(1)")]
    public void Unwatch(CommandContext context)
    {
        if (TransactionState.Find(context.Client) is { } state)
            TransactionQueue.Unwatch(context.Client, state);
        context.Reply.Ok();
    }
}
