using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>MODULE LIST: the running plugins in the form in which Redis lists its modules, for tools that ask.</summary>
[CommandContainer("MODULE", Group = "server", Since = "4.0.0", Summary = "A container for module commands")]
internal sealed class ModuleCommands(IPluginCatalog catalog)
{
    [Command("MODULE|LIST", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.NoScript,
        Group = "server",
        Since = "4.0.0",
        Summary = "List all modules loaded by the server",
        Complexity = "O(N) where N is the number of loaded modules.",
        Tips = "nondeterministic_output_order")]
    public void List(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        PluginInfo[] running = [.. catalog.Plugins.Where(p => p.State == PluginState.Running)];
        reply.Array(running.Length);
        foreach (PluginInfo plugin in running)
        {
            reply.Map(4);
            reply.Bulk("name"u8);
            reply.Bulk(Encoding.UTF8.GetBytes(plugin.Id));
            reply.Bulk("ver"u8);
            reply.Integer(ModuleVersion.Of(plugin.Version));
            reply.Bulk("path"u8);
            reply.Bulk(Encoding.UTF8.GetBytes(plugin.Path));
            reply.Bulk("args"u8);
            reply.Array(0);
        }
    }

    [Command("MODULE|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context) => HelpReply.Write(context.Reply, "MODULE"u8, """
        LIST
            Return a list of loaded modules.
        LOAD <path>
            Load a module library from <path>.
        UNLOAD <name>
            Unload a module.
        """u8);
}
