using CacheStorm.Plugins.Transactions.Queueing;

namespace CacheStorm.Plugins.Transactions.Commands;

/// <summary>MULTI and DISCARD: a transaction begins, or is given up.</summary>
internal sealed class MultiCommands(TransactionQueue transactions)
{
    [Command("MULTI", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.AllowBusy,
        Group = "transactions",
        Since = "1.2.0",
        Summary = "Mark the start of a transaction block",
        Complexity = "O(1)")]
    public void Multi(CommandContext context)
    {
        if (context.Client.QueuedCommands >= 0)
        {
            context.Reply.Error(ErrorText.Nested);
            return;
        }
        transactions.Begin(context.Client);
        context.Reply.Ok();
    }

    [Command("DISCARD", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.AllowBusy,
        Group = "transactions",
        Since = "2.0.0",
        Summary = "Discard all commands issued after MULTI",
        Complexity = "O(N), when N is the number of queued commands")]
    public void Discard(CommandContext context)
    {
        if (context.Client.QueuedCommands < 0)
        {
            context.Reply.Error(ErrorText.DiscardWithoutMulti);
            return;
        }
        transactions.End(context.Client);
        context.Reply.Ok();
    }
}
