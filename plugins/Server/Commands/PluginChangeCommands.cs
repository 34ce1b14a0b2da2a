using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>
/// Loading, exchanging and unloading plugins while the server runs, under PLUGIN and under Redis' name for it. The client waits; others go on.
/// </summary>
internal sealed class PluginChangeCommands(IPluginControl control, IPluginCatalog catalog, IConfigRegistry config)
{
    private const CommandFlags Flags = CommandFlags.Admin | CommandFlags.NoScript;

    [Command("PLUGIN|LOAD", Arity = 3, Flags = Flags, Group = "server", Since = "0.1.0", Complexity = "O(1)",
        Summary = "Loads a plugin from a file or folder inside the allowed folders.", Arguments = "path:string")]
    public void Load(CommandContext context)
    {
        if (!IsAllowed(context.Client, "enable-plugin-load"))
            context.Reply.Error(ErrorText.PluginLoadNotAllowed);
        else if (MayWait(context))
            control.Answer(context, control.LoadAsync(Argument(context)));
    }

    [Command("PLUGIN|RELOAD", Arity = 3, Flags = Flags, Group = "server", Since = "0.1.0",
        Complexity = "O(1), plus O(N) where N is the number of keys when the plugin has types whose values are objects.",
        Summary = "Puts the build of a plugin that lies at its path now in the place of the one that runs.", Arguments = "id:string")]
    public void Reload(CommandContext context)
    {
        if (MayWait(context))
            control.Answer(context, control.ReloadAsync(Argument(context)));
    }

    [Command("PLUGIN|UNLOAD", Arity = 3, Flags = Flags, Group = "server", Since = "0.1.0",
        Complexity = "O(1), plus O(N) where N is the number of keys when the plugin has types.",
        Summary = "Stops a plugin and takes it out of memory.", Arguments = "id:string")]
    public void Unload(CommandContext context)
    {
        if (MayWait(context))
            control.Answer(context, control.UnloadAsync(Argument(context)));
    }

    [Command("MODULE|LOAD", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.NoAsyncLoading,
        Group = "server",
        Since = "4.0.0",
        Summary = "Load a module",
        Complexity = "O(1)",
        Arguments = "path:string arg:string?*")]
    public void LoadModule(CommandContext context)
    {
        if (!IsAllowed(context.Client, "enable-module-command"))
            context.Reply.Error(ErrorText.ModuleNotAllowed);
        else if (context.Args.Count > 3)
            context.Reply.Error(ErrorText.ModuleTakesNoArguments);
        else if (MayWait(context))
            control.Answer(context, control.LoadAsync(Argument(context)));
    }

    [Command("MODULE|UNLOAD", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.NoAsyncLoading,
        Group = "server",
        Since = "4.0.0",
        Summary = "Unload a module",
        Complexity = "O(1)",
        Arguments = "name:string")]
    public void UnloadModule(CommandContext context)
    {
        string id = Argument(context);
        if (!IsAllowed(context.Client, "enable-module-command"))
            context.Reply.Error(ErrorText.ModuleNotAllowed);
        else if (!catalog.Plugins.Any(p => p.Id == id && p.State == PluginState.Running))
            context.Reply.Error("ERR Error unloading module: no such module with that name"u8);
        else if (MayWait(context))
            control.Answer(context, control.UnloadAsync(id));
    }

    private static string Argument(CommandContext context) => Encoding.UTF8.GetString(context.Args[2]);

    private static bool MayWait(CommandContext context)
    {
        if (context.CanPark)
            return true;
        context.Reply.Error(ErrorText.PluginChangeMayNotWait);
        return false;
    }

    private bool IsAllowed(ClientSession client, string setting) => config.TextOf(setting) switch
    {
        "yes" => true,
        "local" => LocalClients.IsLocal(client),
        _ => false,
    };
}
