namespace CacheStorm.Plugins.Server;

/// <summary>MONITOR: the client sees from now on what all clients run, until RESET or its end.</summary>
internal sealed class MonitorCommand(MonitorFeed feed)
{
    [Command("MONITOR", Arity = 1, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "1.0.0",
        Summary = "Listen for all requests received by the server in real time")]
    public void Watch(CommandContext context)
    {
        if (context.IsNested)
        {
            context.Reply.Error(ErrorText.MonitorMayNotStay);
            return;
        }
        // Who watches already gets no second reply, and lines once.
        if (context.Client.Kind is ClientKind.Monitor or ClientKind.Replica)
            return;
        feed.Add(context.Client);
        context.Reply.Ok();
    }
}
