using System.Text;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>A command as COMMAND DOCS shows it: a map of what there is to say, its arguments and subcommands nested.</summary>
internal sealed partial class CommandDocsFrame(ILogger logger)
{
    public void Write(ReplyWriter reply, CommandInfo command)
    {
        DeferredLength map = reply.DeferredMap();
        int pairs = 1;
        pairs += Pair(reply, "summary", command.Summary);
        pairs += Pair(reply, "since", command.Since);
        Pair(reply, "group", command.Group);
        pairs += Pair(reply, "complexity", command.Complexity);
        if (command.Group == CommandNames.ModuleGroup)
            pairs += Pair(reply, "module", command.PluginId);
        pairs += WriteDocFlags(reply, command);
        pairs += Pair(reply, "deprecated_since", command.DeprecatedSince);
        pairs += Pair(reply, "replaced_by", command.ReplacedBy);
        pairs += WriteHistory(reply, command.History);
        pairs += WriteArguments(reply, command);
        pairs += WriteSubcommands(reply, command.Subcommands);
        reply.Complete(map, pairs);
    }

    private static int WriteDocFlags(ReplyWriter reply, CommandInfo command)
    {
        bool deprecated = command.DeprecatedSince.Length > 0;
        if (!deprecated && !command.SystemCommand)
            return 0;
        Text(reply, "doc_flags");
        reply.Set(deprecated && command.SystemCommand ? 2 : 1);
        if (deprecated)
            reply.SimpleString("deprecated"u8);
        if (command.SystemCommand)
            reply.SimpleString("syscmd"u8);
        return 1;
    }

    private static int WriteHistory(ReplyWriter reply, IReadOnlyList<(string Version, string Change)> history)
    {
        if (history.Count == 0)
            return 0;
        Text(reply, "history");
        reply.Set(history.Count);
        foreach ((string version, string change) in history)
        {
            reply.Array(2);
            Text(reply, version);
            Text(reply, change);
        }
        return 1;
    }

    private int WriteArguments(ReplyWriter reply, CommandInfo command)
    {
        if (command.Arguments.Length == 0)
            return 0;
        IReadOnlyList<ArgumentSpec> arguments;
        try
        {
            arguments = ArgumentSpecParser.Parse(command.Arguments);
        }
        catch (FormatException malformed)
        {
            // One plugin's slip must not take the documentation of all the others away.
            LogMalformed(logger, command.FullName, command.PluginId, malformed.Message);
            return 0;
        }
        Text(reply, "arguments");
        WriteList(reply, arguments);
        return 1;
    }

    private int WriteSubcommands(ReplyWriter reply, IReadOnlyList<CommandInfo> subcommands)
    {
        if (subcommands.Count == 0)
            return 0;
        Text(reply, "subcommands");
        reply.Map(subcommands.Count);
        foreach (CommandInfo subcommand in subcommands)
        {
            Text(reply, subcommand.FullName);
            Write(reply, subcommand);
        }
        return 1;
    }

    private static void WriteList(ReplyWriter reply, IReadOnlyList<ArgumentSpec> arguments)
    {
        reply.Array(arguments.Count);
        foreach (ArgumentSpec argument in arguments)
            WriteArgument(reply, argument);
    }

    private static void WriteArgument(ReplyWriter reply, ArgumentSpec argument)
    {
        DeferredLength map = reply.DeferredMap();
        int pairs = 2;
        Pair(reply, "name", argument.Name);
        Pair(reply, "type", argument.Type);
        if (argument.KeySpecIndex >= 0)
        {
            Text(reply, "key_spec_index");
            reply.Integer(argument.KeySpecIndex);
            pairs++;
        }
        // A token may be the empty string; a version may not.
        if (argument.Token is not null)
        {
            Text(reply, "token");
            Text(reply, argument.Token);
            pairs++;
        }
        pairs += Pair(reply, "since", argument.Since ?? "");
        pairs += Pair(reply, "deprecated_since", argument.DeprecatedSince ?? "");
        pairs += WriteArgumentFlags(reply, argument);
        if (argument.Arguments.Count > 0)
        {
            Text(reply, "arguments");
            WriteList(reply, argument.Arguments);
            pairs++;
        }
        reply.Complete(map, pairs);
    }

    private static int WriteArgumentFlags(ReplyWriter reply, ArgumentSpec argument)
    {
        int flags = (argument.IsOptional ? 1 : 0) + (argument.IsMultiple ? 1 : 0) + (argument.RepeatsToken ? 1 : 0);
        if (flags == 0)
            return 0;
        Text(reply, "flags");
        reply.Set(flags);
        if (argument.IsOptional)
            reply.SimpleString("optional"u8);
        if (argument.IsMultiple)
            reply.SimpleString("multiple"u8);
        if (argument.RepeatsToken)
            reply.SimpleString("multiple_token"u8);
        return 1;
    }

    private static int Pair(ReplyWriter reply, string name, string value)
    {
        if (value.Length == 0)
            return 0;
        Text(reply, name);
        Text(reply, value);
        return 1;
    }

    private static void Text(ReplyWriter reply, string text) => reply.Bulk(Encoding.UTF8.GetBytes(text));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The arguments of {Command} (plugin {Plugin}) can't be read and are not documented: {Reason}")]
    private static partial void LogMalformed(ILogger logger, string command, string plugin, string reason);
}
