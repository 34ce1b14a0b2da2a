using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>PLUGIN LIST and INFO: what the server has loaded, from where, and how it does.</summary>
[CommandContainer("PLUGIN", Group = "server", Since = "0.1.0", Summary = "A container for plugin commands.")]
internal sealed class PluginCommands(IPluginCatalog catalog)
{
    [Command("PLUGIN|LIST", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server", Since = "0.1.0", Complexity = "O(N) where N is the number of plugins.",
        Summary = "Lists all plugins with their state, also those that were refused.", Tips = "nondeterministic_output")]
    public void List(CommandContext context)
    {
        IReadOnlyList<PluginInfo> plugins = catalog.Plugins;
        context.Reply.Array(plugins.Count);
        foreach (PluginInfo plugin in plugins)
        {
            context.Reply.Map(8);
            Summary(context.Reply, plugin);
        }
    }

    [Command("PLUGIN|INFO", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "server", Since = "0.1.0", Complexity = "O(N) where N is the number of the plugin's commands.",
        Summary = "Returns all that is known about a plugin.", Tips = "nondeterministic_output", Arguments = "id:string")]
    public void Info(CommandContext context)
    {
        string id = Encoding.UTF8.GetString(context.Args[2]);
        if (catalog.Plugins.FirstOrDefault(p => p.Id == id) is not { } plugin)
        {
            context.Reply.Error("ERR No such plugin"u8);
            return;
        }

        ReplyWriter reply = context.Reply;
        reply.Map(18);
        Summary(reply, plugin);
        Text(reply, "description"u8, plugin.Description);
        Text(reply, "contract"u8, plugin.ContractVersion);
        Text(reply, "loaded-at"u8, plugin.LoadedAt.ToString("O", CultureInfo.InvariantCulture));
        reply.Bulk("reloadable"u8);
        reply.Boolean(plugin.CanReload);
        Texts(reply, "requires"u8, plugin.Requires);
        Texts(reply, "command-names"u8, plugin.Commands);
        reply.Bulk("microseconds"u8);
        reply.Integer(plugin.Microseconds);
        reply.Bulk("reloads"u8);
        reply.Integer(plugin.Reloads);
        reply.Bulk("survivors"u8);
        reply.Integer(plugin.Survivors);
        Text(reply, "reload-error"u8, plugin.ReloadError);
    }

    [Command("PLUGIN|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "server", Since = "0.1.0", Complexity = "O(1)", Summary = "Shows helpful text about the subcommands.")]
    public void Help(CommandContext context) => HelpReply.Write(context.Reply, "PLUGIN"u8, """
        LIST
            Return all plugins with state, version, path, load time and numbers.
        INFO <id>
            Return all that is known about a plugin, its commands included.
        LOAD <path>
            Load a plugin from a file or folder inside the allowed folders.
        RELOAD <id>
            Put the build that lies at the plugin's path now in the place of the one that runs.
        UNLOAD <id>
            Stop a plugin and take it out of memory.
        """u8);

    private static void Summary(ReplyWriter reply, PluginInfo plugin)
    {
        Text(reply, "id"u8, plugin.Id);
        Text(reply, "version"u8, plugin.Version);
        Text(reply, "state"u8, StateName(plugin.State));
        Text(reply, "error"u8, plugin.Error);
        Text(reply, "path"u8, plugin.Path);
        reply.Bulk("load-microseconds"u8);
        reply.Integer((long)plugin.LoadTime.TotalMicroseconds);
        reply.Bulk("calls"u8);
        reply.Integer(plugin.Calls);
        reply.Bulk("faults"u8);
        reply.Integer(plugin.Faults);
    }

    private static string StateName(PluginState state) => state switch
    {
        PluginState.Running => "running",
        PluginState.Disabled => "disabled",
        PluginState.Failed => "failed",
        _ => "stopped",
    };

    private static void Text(ReplyWriter reply, ReadOnlySpan<byte> name, string value)
    {
        reply.Bulk(name);
        reply.Bulk(Encoding.UTF8.GetBytes(value));
    }

    private static void Texts(ReplyWriter reply, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        reply.Bulk(name);
        reply.Array(values.Count);
        foreach (string value in values)
            reply.Bulk(Encoding.UTF8.GetBytes(value));
    }
}
