namespace CacheStorm.Plugins.HotKeys;

/// <summary>HOTKEYS START, STOP, GET, RESET as since Redis 8.6: measures for a while what time and traffic each key costs.</summary>
internal sealed class ProfileCommands(Profiler profiler)
{
    [Command("HOTKEYS|START", Arity = -2, Flags = CommandFlags.Admin | CommandFlags.NoScript,
        Group = "server", Since = "8.6.0", Complexity = "O(1)",
        Summary = "Starts hotkeys tracking.",
        Arguments = "metrics={count:integer cpu!CPU? net!NET?}@METRICS k:integer@COUNT? seconds:integer@DURATION? ratio:integer@SAMPLE? "
            + "slots={count:integer slot:integer*}@SLOTS?")]
    public void Start(CommandContext context)
    {
        // Redis looks for a running session before it looks at the options.
        if (profiler.IsEnabled && profiler.Session is { IsActive: true })
            context.Reply.Error(HotKeysErrors.AlreadyStarted);
        else if (!ProfileOptions.TryParse(context.Args.List, out ProfileOptions options, out ReadOnlySpan<byte> error))
            context.Reply.Error(error);
        else if (!profiler.Start(options))
            context.Reply.Error(HotKeysErrors.AlreadyStarted);
        else
            context.Reply.Ok();
    }

    [Command("HOTKEYS|STOP", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript,
        Group = "server", Since = "8.6.0", Complexity = "O(1)",
        Summary = "Stops hotkeys tracking.")]
    public void Stop(CommandContext context)
    {
        if (profiler.Stop())
            context.Reply.Ok();
        else
            context.Reply.Null();
    }

    [Command("HOTKEYS|GET", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript,
        Group = "server", Since = "8.6.0", Complexity = "O(K) where K is the number of hotkeys returned.",
        Summary = "Returns lists of top K hotkeys depending on metrics chosen in HOTKEYS START command.",
        Tips = "nondeterministic_output")]
    public void Get(CommandContext context)
    {
        if (profiler.Session is { } session)
            ProfileReply.Write(context.Reply, session, context.Now);
        else
            context.Reply.Null();
    }

    [Command("HOTKEYS|RESET", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript,
        Group = "server", Since = "8.6.0", Complexity = "O(1)",
        Summary = "Releases the resources used for hotkey tracking.")]
    public void Reset(CommandContext context)
    {
        if (profiler.Reset())
            context.Reply.Ok();
        else
            context.Reply.Error(HotKeysErrors.StillRunning);
    }

    [Command("HOTKEYS|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "server", Since = "8.6.0", Complexity = "O(1)", Summary = "Shows helpful text about the subcommands.")]
    public void Help(CommandContext context)
    {
        context.Reply.Array(s_help.Length);
        foreach (string line in s_help)
            context.Reply.SimpleString(System.Text.Encoding.UTF8.GetBytes(line));
    }

    private static readonly string[] s_help =
    [
        "HOTKEYS [<count>] | <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "(no subcommand) [<count>]",
        "    Return the most used keys of this namespace and how often they were accessed lately.",
        "START METRICS <count> [CPU] [NET] [COUNT <k>] [DURATION <seconds>] [SAMPLE <ratio>]",
        "    Begin to measure what time (CPU) and traffic (NET) each key costs; of one command in <ratio>, for so many seconds.",
        "STOP",
        "    End the measurement; its result stays.",
        "GET",
        "    Return the result of the running or last measurement: the first <k> keys by each metric, 10 by default.",
        "RESET",
        "    Forget the result.",
        "HELP",
        "    Prints this help.",
    ];
}
