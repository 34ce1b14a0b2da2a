namespace CacheStorm.Plugins.Connection.Session;

/// <summary>PING, ECHO, QUIT: is anybody there, and goodbye.</summary>
internal sealed class PingCommands
{
    [Command("PING", Arity = -1, Flags = CommandFlags.Fast,
        Group = "connection",
        Since = "1.0.0",
        Summary = "Ping the server",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "message:string?")]
    public void Ping(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (context.Args.Count > 2)
            reply.Error("ERR wrong number of arguments for 'ping' command"u8);
        else if (context.Client.Protocol == 2 && ClientFacts.IsSubscriber(context.Client))
            PingSubscriber(context);
        else if (context.Args.Count == 1)
            reply.SimpleString("PONG"u8);
        else
            reply.Bulk(context.Args[1]);
    }

    [Command("ECHO", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Group = "connection",
        Since = "1.0.0",
        Summary = "Echo the given string",
        Complexity = "O(1)",
        Arguments = "message:string")]
    public void Echo(CommandContext context) => context.Reply.Bulk(context.Args[1]);

    [Command("QUIT", Arity = -1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.NoAuth | CommandFlags.AllowBusy,
        Group = "connection",
        Since = "1.0.0",
        Summary = "Close the connection",
        Complexity = "O(1)")]
    public void Quit(CommandContext context)
    {
        context.Reply.Ok();
        context.Client.Close(afterReplies: true);
    }

    /// <summary>In RESP2 a subscriber can only read messages, so its PONG looks like one.</summary>
    private static void PingSubscriber(CommandContext context)
    {
        context.Reply.Array(2);
        context.Reply.Bulk("pong"u8);
        context.Reply.Bulk(context.Args.Count == 1 ? default : context.Args[1]);
    }
}
