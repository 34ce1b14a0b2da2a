namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT UNBLOCK: ends another client's waiting.</summary>
internal sealed class ClientUnblockCommand(IClients clients)
{
    [Command("CLIENT|UNBLOCK", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "5.0.0",
        Summary = "Unblock a client blocked in a blocking command from a different connection",
        Complexity = "O(log N) where N is the number of client connections",
        Arguments = "client-id:integer timeout_error=(timeout!TIMEOUT | error!ERROR)?")]
    public void Unblock(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Count > 4)
        {
            ErrorText.SubcommandSyntax(context);
            return;
        }
        bool withError = false;
        if (args.Count == 4)
        {
            withError = args.Is(3, "ERROR"u8);
            if (!withError && !args.Is(3, "TIMEOUT"u8))
            {
                context.Reply.Error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR"u8);
                return;
            }
        }
        if (!args.TryInt64(2, out long id))
            return;

        bool ended = clients.TryGet(id, out ClientSession? client) &&
            (withError ? client.Unpark(WriteError) : client.TimeOutParked());
        context.Reply.Integer(ended ? 1 : 0);
    }

    private static void WriteError(CommandContext context) =>
        context.Reply.Error("UNBLOCKED client unblocked via CLIENT UNBLOCK"u8);
}
