using System.Text;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>What COMMAND LIST shows: all commands, or those of a plugin, of an ACL category, or whose names fit a pattern.</summary>
internal readonly ref struct CommandListFilter
{
    private readonly Kind _kind;
    private readonly ReadOnlySpan<byte> _text;
    private readonly AclCategory _category;

    private CommandListFilter(Kind kind, ReadOnlySpan<byte> text, AclCategory category = AclCategory.None)
    {
        _kind = kind;
        _text = text;
        _category = category;
    }

    private enum Kind
    {
        None,
        Module,
        Category,
        Pattern,
        Nothing,
    }

    /// <summary>Reads <c>[FILTERBY MODULE|ACLCAT|PATTERN text]</c>; the error is the reply when it is something else.</summary>
    public static bool TryParse(CommandContext context, out CommandListFilter filter)
    {
        CommandArguments args = context.Args;
        filter = default;
        if (args.Count == 2)
            return true;
        if (args.Count == 5 && args.Is(2, "FILTERBY"u8))
        {
            if (args.Is(3, "MODULE"u8))
            {
                filter = new CommandListFilter(Kind.Module, args[4]);
                return true;
            }
            if (args.Is(3, "ACLCAT"u8))
            {
                filter = CommandNames.TryFindCategory(args[4], out AclCategory category)
                    ? new CommandListFilter(Kind.Category, default, category)
                    : new CommandListFilter(Kind.Nothing, default);
                return true;
            }
            if (args.Is(3, "PATTERN"u8))
            {
                filter = new CommandListFilter(Kind.Pattern, args[4]);
                return true;
            }
        }
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    /// <summary>Whether the command is shown.</summary>
    public bool Matches(CommandInfo command) => _kind switch
    {
        Kind.None => true,
        Kind.Module => _text.SequenceEqual(Encoding.UTF8.GetBytes(command.PluginId)),
        Kind.Category => (command.Categories & _category) != 0,
        Kind.Pattern => Glob.IsMatch(_text, Encoding.UTF8.GetBytes(command.FullName), ignoreCase: true),
        _ => false,
    };
}
