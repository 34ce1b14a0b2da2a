namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT PAUSE and UNPAUSE: hold back clients for a while, as for a failover.</summary>
internal sealed class ClientPauseCommands(ClientPause pause)
{
    [Command("CLIENT|PAUSE", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "2.9.50",
        Summary = "Stop processing commands from clients for some time",
        Complexity = "O(1)",
        Arguments = "timeout:integer mode=(write!WRITE | all!ALL)?^6.2.0")]
    [CommandHistory("6.2.0", "`CLIENT PAUSE WRITE` mode added along with the `mode` option.")]
    public void Pause(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Count > 4)
        {
            ErrorText.SubcommandSyntax(context);
            return;
        }
        PauseMode mode = PauseMode.All;
        if (args.Count == 4)
        {
            if (args.Is(3, "WRITE"u8))
                mode = PauseMode.Write;
            else if (!args.Is(3, "ALL"u8))
            {
                context.Reply.Error("ERR CLIENT PAUSE mode must be WRITE or ALL"u8);
                return;
            }
        }
        if (!Numbers.TryParseInt64(args[2], out long milliseconds))
            context.Reply.Error(Errors.TimeoutNotInteger);
        else if (milliseconds < 0)
            context.Reply.Error(Errors.TimeoutNegative);
        else
        {
            pause.Begin(mode, milliseconds);
            context.Reply.Ok();
        }
    }

    [Command("CLIENT|UNPAUSE", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.2.0",
        Summary = "Resume processing of clients that were paused",
        Complexity = "O(N) Where N is the number of paused clients")]
    public void Unpause(CommandContext context)
    {
        pause.End();
        context.Reply.Ok();
    }
}
