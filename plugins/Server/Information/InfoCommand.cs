using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO: what the server says of itself, put together from the sections that plugins contribute.</summary>
internal sealed class InfoCommand(IExtensions<IInfoSection> sections)
{
    [Command("INFO", Arity = -1, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Dangerous,
        Group = "server",
        Since = "1.0.0",
        Summary = "Get information and statistics about the server",
        Complexity = "O(1)",
        Tips = "nondeterministic_output request_policy:all_shards response_policy:special",
        Arguments = "section:string?*")]
    [CommandHistory("7.0.0", "Added support for taking multiple section arguments.")]
    public void Info(CommandContext context) =>
        context.Reply.Verbatim("txt"u8, Encoding.UTF8.GetBytes(InfoText.Of(sections.All, InfoSelection.Of(context.Args))));
}
