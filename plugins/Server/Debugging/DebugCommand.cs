namespace CacheStorm.Plugins.Server;

/// <summary>
/// DEBUG: looks behind the scenes and switches that tests need. Refused unless <c>enable-debug-command</c> allows it. What reaches beyond
/// a single thing runs alone on the server.
/// </summary>
internal sealed class DebugCommand : ICommandInterceptor
{
    private readonly IConfigRegistry _config;
    private readonly DebugSubcommand[] _subcommands;

    public DebugCommand(IConfigRegistry config, IServerControl server, INamespaces namespaces, IStatistics statistics,
        ReplicationIdentity identity, Microsoft.Extensions.Logging.ILogger<DebugCommand> log)
    {
        _config = config;
        _subcommands =
        [
            new DebugSubcommand("HELP"u8, 2, Help),
            .. new DebugSwitches(server, identity, log).Subcommands,
            .. new DebugLooks(namespaces, statistics).Subcommands,
            .. new DebugKeys().Subcommands,
            new DebugSubcommand("PROTOCOL"u8, 3, ProtocolSamples.Write),
        ];
    }

    [Command("DEBUG", Arity = -2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.MayRunAlone,
        Group = "server",
        Since = "1.0.0",
        Summary = "A container for debugging commands",
        Complexity = "Depends on subcommand.",
        SystemCommand = true)]
    public void Debug(CommandContext context)
    {
        foreach (DebugSubcommand subcommand in _subcommands)
        {
            if (subcommand.Matches(context.Args))
            {
                subcommand.Run(context);
                return;
            }
        }
        ErrorText.SubcommandSyntax(context, "DEBUG");
    }

    /// <summary>After authentication, before a transaction takes it up.</summary>
    public int Order => InterceptorOrder.Authorization;

    public InterceptorScope Scope => InterceptorScope.Always;

    public bool AppliesTo(CommandInfo command) => command.Name == "DEBUG";

    public InterceptResult Intercept(CommandContext context)
    {
        if (IsAllowed(context.Client))
            return InterceptResult.Continue;
        context.Reply.Error(ErrorText.DebugNotAllowed);
        return InterceptResult.Rejected;
    }

    private bool IsAllowed(ClientSession client) => _config.TextOf("enable-debug-command") switch
    {
        "yes" => true,
        "local" => LocalClients.IsLocal(client),
        _ => false,
    };

    private static void Help(CommandContext context) => HelpReply.Write(context.Reply, "DEBUG"u8, """
        CHANGE-REPL-ID
            Change the replication IDs of the instance.
            Dangerous: should be used only for testing the replication subsystem.
        DIGEST
            Output a hex signature representing the current DB content.
        DIGEST-VALUE <key> [<key> ...]
            Output a hex signature of the values of all the specified keys.
        ERROR <string>
            Return a Redis protocol error with <string> as message. Useful for clients
            unit tests to simulate Redis errors.
        LOG <message>
            Write <message> to the server log.
        HTSTATS-KEY <key>
            Like HTSTATS but for the hash table stored at <key>'s value.
        OBJECT <key>
            Show low level info about `key` and associated value.
        POPULATE <count> [<prefix>] [<size>]
            Create <count> string keys named key:<num>. If <prefix> is specified then
            it is used instead of the 'key' prefix. These are not propagated to
            replicas. Cluster slots are not respected so keys not belonging to the
            current node can be created in cluster mode.
        PROTOCOL <type>
            Reply with a test value of the specified type. <type> can be: string,
            integer, double, bignum, null, array, set, map, attrib, push, verbatim,
            true, false.
        SET-ACTIVE-EXPIRE <0|1>
            Setting it to 0 disables expiring keys in background when they are not
            accessed (otherwise the Redis behavior). Setting it to 1 reenables back the
            default.
        QUICKLIST-PACKED-THRESHOLD <size>
            Sets the threshold for elements to be inserted as plain vs packed nodes
            Default value is 1GB, allows values up to 4GB. Setting to 0 restores to default.
        SLEEP <seconds>
            Stop the server for <seconds>. Decimals allowed.
        PAUSE-CRON <0|1>
            Stop periodic cron job processing.
        REPLYBUFFER PEAK-RESET-TIME <NEVER||RESET|time>
            Sets the time (in milliseconds) to wait between client reply buffer peak resets.
            In case NEVER is provided the last observed peak will never be reset
            In case RESET is provided the peak reset time will be restored to the default value
        REPLYBUFFER RESIZING <0|1>
            Enable or disable the reply buffer resize cron job
        """u8);
}
