using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>COMMAND: what the server can do, told from the same descriptions that route the calls.</summary>
internal sealed class CommandCommands(ICommandTable table, ILogger<CommandCommands> logger)
{
    private readonly CommandFrames _frames = new(logger);

    [Command("COMMAND", Arity = -1, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "2.8.13",
        Summary = "Get array of Redis command details",
        Complexity = "O(N) where N is the total number of Redis commands",
        Tips = "nondeterministic_output_order")]
    public void All(CommandContext context)
    {
        IReadOnlyCollection<CommandInfo> commands = table.Commands;
        context.Reply.Array(commands.Count);
        foreach (CommandInfo command in commands)
            _frames.WriteInfo(context.Reply, command);
    }

    [Command("COMMAND|COUNT", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "2.8.13",
        Summary = "Get total number of Redis commands",
        Complexity = "O(1)")]
    public void Count(CommandContext context) => context.Reply.Integer(table.Commands.Count);

    [Command("COMMAND|INFO", Arity = -2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "2.8.13",
        Summary = "Get array of specific Redis command details, or all when no argument is given.",
        Complexity = "O(N) where N is the number of commands to look up",
        Tips = "nondeterministic_output_order",
        Arguments = "command-name:string?*")]
    [CommandHistory("7.0.0", "Allowed to be called with no argument to get info on all commands.")]
    public void Info(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Count == 2)
        {
            All(context);
            return;
        }
        context.Reply.Array(args.Count - 2);
        for (int i = 2; i < args.Count; i++)
        {
            if (table.TryFind(args[i], out CommandInfo? command))
                _frames.WriteInfo(context.Reply, command);
            else
                context.Reply.Null();
        }
    }

    [Command("COMMAND|DOCS", Arity = -2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "7.0.0",
        Summary = "Get array of specific Redis command documentation",
        Complexity = "O(N) where N is the number of commands to look up",
        Tips = "nondeterministic_output_order",
        Arguments = "command-name:string?*")]
    public void Docs(CommandContext context)
    {
        CommandArguments args = context.Args;
        ReplyWriter reply = context.Reply;
        if (args.Count == 2)
        {
            IReadOnlyCollection<CommandInfo> commands = table.Commands;
            reply.Map(commands.Count);
            foreach (CommandInfo command in commands)
                WriteNamedDocs(reply, command);
            return;
        }

        DeferredLength map = reply.DeferredMap();
        int found = 0;
        for (int i = 2; i < args.Count; i++)
        {
            if (!table.TryFind(args[i], out CommandInfo? command))
                continue;
            WriteNamedDocs(reply, command);
            found++;
        }
        reply.Complete(map, found);
    }

    [Command("COMMAND|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context) => HelpReply.Write(context, HelpText);

    private void WriteNamedDocs(ReplyWriter reply, CommandInfo command)
    {
        reply.Bulk(System.Text.Encoding.UTF8.GetBytes(command.FullName));
        _frames.WriteDocs(reply, command);
    }

    private const string HelpText = """
        (no subcommand)
            Return details about all Redis commands.
        COUNT
            Return the total number of commands in this Redis server.
        LIST
            Return a list of all commands in this Redis server.
        INFO [<command-name> ...]
            Return details about multiple Redis commands.
            If no command names are given, documentation details for all
            commands are returned.
        DOCS [<command-name> ...]
            Return documentation details about multiple Redis commands.
            If no command names are given, documentation details for all
            commands are returned.
        GETKEYS <full-command>
            Return the keys from a full Redis command.
        GETKEYSANDFLAGS <full-command>
            Return the keys and the access flags from a full Redis command.
        """;
}
