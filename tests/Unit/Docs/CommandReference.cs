using System.Globalization;
using System.Reflection;
using System.Text;
using CacheStorm.Host.Commands;
using CacheStorm.Plugins.Connection.Introspection;

namespace CacheStorm.UnitTests.Docs;

/// <summary>Writes docs/commands from what stands at the commands' methods: one page a plugin, and an index.</summary>
internal static class CommandReference
{
    /// <summary>The pages by file name.</summary>
    public static IReadOnlyDictionary<string, string> Write(IEnumerable<Assembly> plugins)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder("""
            # Commands

            Written from the metadata at the commands' methods (`UPDATE_DOCS=1 dotnet test tests/Unit -c Release --filter Docs` renews it).
            `COMMAND DOCS` answers the same from a running server.

            | Command | Does | Plugin |
            |---|---|---|

            """);
        var rows = new List<(string Name, string Row)>();
        foreach (Assembly plugin in plugins)
        {
            CacheStormPluginAttribute identity = plugin.GetCustomAttribute<CacheStormPluginAttribute>()!;
            List<CommandInfo> commands = CommandsOf(plugin, identity.Id);
            if (commands.Count == 0)
                continue;
            pages[$"{identity.Id}.md"] = PageOf(identity, commands);
            foreach (CommandInfo command in commands)
            {
                string name = command.Name.Replace('|', ' ');
                rows.Add((name, $"| [{name}]({identity.Id}.md#{AnchorOf(name)}) | {Cell(command.Summary)} | {identity.Id} |"));
            }
        }
        foreach ((_, string row) in rows.OrderBy(row => row.Name, StringComparer.Ordinal))
            index.Append(row).Append('\n');
        pages["README.md"] = index.ToString();
        return pages;
    }

    private static List<CommandInfo> CommandsOf(Assembly plugin, string id)
    {
        var commands = new List<CommandInfo>();
        foreach (Type type in plugin.GetTypes().Where(CommandInfoFactory.HasCommands))
            CommandInfoFactory.Read(type, System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type), id, commands);
        return [.. commands.Where(command => !command.IsContainer).OrderBy(command => command.Name, StringComparer.Ordinal)];
    }

    private static string PageOf(CacheStormPluginAttribute identity, List<CommandInfo> commands)
    {
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# Commands of the plugin `{identity.Id}`\n\n{identity.Description}\n");
        foreach (CommandInfo command in commands)
        {
            string name = command.Name.Replace('|', ' ');
            page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n{command.Summary}\n\n```\n{SyntaxOf(name, command.Arguments)}\n```\n\n");
            page.Append(CultureInfo.InvariantCulture, $"Since {command.Since}");
            if (command.Complexity.Length > 0)
                page.Append(CultureInfo.InvariantCulture, $" · {command.Complexity}");
            page.Append(CultureInfo.InvariantCulture, $" · {CategoriesOf(command)}\n");
            if (command.DeprecatedSince.Length > 0)
                page.Append(CultureInfo.InvariantCulture, $"\nDeprecated since {command.DeprecatedSince}; use {command.ReplacedBy}.\n");
            foreach ((string version, string change) in command.History)
                page.Append(CultureInfo.InvariantCulture, $"- {version}: {change}\n");
        }
        return page.ToString();
    }

    private static string CategoriesOf(CommandInfo command) => string.Join(' ', Enum.GetValues<AclCategory>()
        .Where(category => category != AclCategory.None && command.Categories.HasFlag(category))
        .Select(category => "`@" + category.ToString().ToLowerInvariant() + "`"));

    private static string SyntaxOf(string name, string arguments)
    {
        var syntax = new StringBuilder(name);
        if (arguments.Length > 0)
        {
            foreach (ArgumentSpec argument in ArgumentSpecParser.Parse(arguments))
                syntax.Append(' ').Append(SyntaxOf(argument));
        }
        return syntax.ToString();
    }

    private static string SyntaxOf(ArgumentSpec argument)
    {
        string text = argument.Type switch
        {
            ArgumentSpec.PureToken => argument.Token!,
            ArgumentSpec.OneOf => string.Join(" | ", argument.Arguments.Select(SyntaxOf)),
            ArgumentSpec.Block => string.Join(' ', argument.Arguments.Select(SyntaxOf)),
            _ => argument.Name,
        };
        if (argument.Type != ArgumentSpec.PureToken && argument.Token is { } token)
            text = token.Length == 0 ? $"\"\" {text}" : $"{token} {text}";
        if (argument.IsMultiple)
        {
            string again = argument.Type == ArgumentSpec.OneOf ? $"<{text}>" : text;
            text = argument.RepeatsToken || argument.Token is null ? $"{again} [{again} ...]" : $"{again} [{argument.Name} ...]";
        }
        else if (argument.Type == ArgumentSpec.OneOf && !argument.IsOptional)
        {
            text = $"<{text}>";
        }
        return argument.IsOptional ? $"[{text}]" : text;
    }

    private static string AnchorOf(string name) => name.ToLowerInvariant().Replace(' ', '-');

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
