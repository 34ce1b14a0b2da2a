using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>CONFIG: the settings under Redis' names, read and changed while the server runs.</summary>
[CommandContainer("CONFIG", Arity = -2, Flags = CommandFlags.None,
    Group = "server",
    Since = "2.0.0",
    Summary = "A container for server configuration commands",
    Complexity = "Depends on subcommand.")]
internal sealed class ConfigCommands(IConfigRegistry config, IStatistics statistics)
{
    [Command("CONFIG|GET", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "2.0.0",
        Summary = "Get the values of configuration parameters",
        Complexity = "O(N) when N is the number of configuration parameters provided",
        Arguments = "parameter={parameter:string}*")]
    [CommandHistory("7.0.0", "Added the ability to pass multiple pattern parameters in one call")]
    public void Get(CommandContext context)
    {
        var patterns = new string[context.Args.Count - 2];
        for (int i = 0; i < patterns.Length; i++)
            patterns[i] = TextOf(context, i + 2);

        IReadOnlyList<KeyValuePair<string, string>> found = config.Get(patterns);
        context.Reply.Map(found.Count);
        foreach ((string name, string value) in found)
        {
            context.Reply.Bulk(Encoding.UTF8.GetBytes(name));
            context.Reply.Bulk(Encoding.UTF8.GetBytes(value));
        }
    }

    [Command("CONFIG|SET", Arity = -4, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "2.0.0",
        Summary = "Set configuration parameters to the given values",
        Complexity = "O(N) when N is the number of configuration parameters provided",
        Tips = "request_policy:all_nodes response_policy:all_succeeded",
        Arguments = "parameter_value={parameter:string value:string}*")]
    [CommandHistory("7.0.0", "Added the ability to set multiple parameters in one call.")]
    public void Set(CommandContext context)
    {
        int words = context.Args.Count - 2;
        if (words % 2 != 0)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        var changes = new KeyValuePair<string, string>[words / 2];
        for (int i = 0; i < changes.Length; i++)
            changes[i] = new(TextOf(context, 2 * i + 2), TextOf(context, 2 * i + 3));
        Answer(context, config.Set(changes, LocalClients.IsLocal(context.Client)));
    }

    [Command("CONFIG|REWRITE", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "2.8.0",
        Summary = "Rewrite the configuration file with the in memory configuration",
        Complexity = "O(1)")]
    public void Rewrite(CommandContext context) => Answer(context, config.Rewrite());

    [Command("CONFIG|RESETSTAT", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "2.0.0",
        Summary = "Reset the stats returned by INFO",
        Complexity = "O(1)")]
    public void ResetStatistics(CommandContext context)
    {
        statistics.Reset();
        context.Reply.Ok();
    }

    [Command("CONFIG|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context) => HelpReply.Write(context.Reply, "CONFIG"u8, """
        GET <pattern>
            Return parameters matching the glob-like <pattern> and their values.
        SET <directive> <value>
            Set the configuration <directive> to <value>.
        RESETSTAT
            Reset statistics reported by the INFO command.
        REWRITE
            Rewrite the configuration file.
        """u8);

    private static string TextOf(CommandContext context, int index) => Encoding.UTF8.GetString(context.Args[index]);

    private static void Answer(CommandContext context, string? error)
    {
        if (error is null)
            context.Reply.Ok();
        else
            context.Reply.Error(Encoding.UTF8.GetBytes(error));
    }
}
