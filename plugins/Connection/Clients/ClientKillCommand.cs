namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT KILL: closes connections, one by its address or all that fit a filter.</summary>
internal sealed class ClientKillCommand(IClients clients)
{
    [Command("CLIENT|KILL", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "2.4.0",
        Summary = "Kill the connection of a client",
        Complexity = "O(N) where N is the number of client connections",
        Arguments = "filter=(ip:port:string~2.8.12 | new-format=(client-id:integer@ID?^2.8.12 | normal_master_slave_pubsub=(normal!NORMAL | master!MASTER^3.2.0 | slave!SLAVE | replica!REPLICA^5.0.0 | pubsub!PUBSUB)@TYPE?^2.8.12 | username:string@USER? | ip:port:string@ADDR? | ip:port:string@LADDR?^6.2.0 | yes/no:string@SKIPME? | maxage:integer@MAXAGE?^7.4.0)*)")]
    [CommandHistory("2.8.12", "Added new filter format.")]
    [CommandHistory("2.8.12", "`ID` option.")]
    [CommandHistory("3.2.0", "Added `master` type in for `TYPE` option.")]
    [CommandHistory("5.0.0", "Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility.")]
    [CommandHistory("6.2.0", "`LADDR` option.")]
    [CommandHistory("7.4.0", "`MAXAGE` option.")]
    public void Kill(CommandContext context)
    {
        if (context.Args.Count == 3)
        {
            if (Close(new ClientFilter(context.Args[2]), context.Client) == 0)
                context.Reply.Error("ERR No such client"u8);
            else
                context.Reply.Ok();
        }
        else if (ClientFilter.TryParse(context, clients, out ClientFilter filter))
        {
            context.Reply.Integer(Close(filter, context.Client));
        }
    }

    /// <summary>Closes the clients that fit; the caller only after it has its reply.</summary>
    private int Close(ClientFilter filter, ClientSession caller)
    {
        int closed = 0;
        foreach (ClientSession client in clients.All())
        {
            if (!filter.Matches(client, caller))
                continue;
            client.Close(afterReplies: client == caller);
            closed++;
        }
        return closed;
    }
}
