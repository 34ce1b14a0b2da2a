namespace CacheStorm.Plugins.Connection.Session;

/// <summary>SELECT: which of the numbered databases the connection works on.</summary>
internal sealed class SelectCommand(INamespaces namespaces)
{
    [Command("SELECT", Arity = 2, Flags = CommandFlags.MayRunAlone | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Group = "connection",
        Since = "1.0.0",
        Summary = "Change the selected database for the current connection",
        Complexity = "O(1)",
        Arguments = "index:integer")]
    public void Select(CommandContext context)
    {
        if (!context.Args.TryInt64(1, out long index))
            return;
        if (index is < int.MinValue or > int.MaxValue)
        {
            context.Reply.Error("ERR value is out of range, value must between -2147483648 and 2147483647"u8);
            return;
        }
        if (index < 0 || index >= namespaces.DatabaseCount)
        {
            context.Reply.Error(Errors.DbIndexOutOfRange);
            return;
        }
        context.Client.Namespace = (int)index;
        context.Reply.Ok();
    }
}
