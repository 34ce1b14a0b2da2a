using System.Reflection;

namespace CacheStorm.Host.Commands;

/// <summary>Reads the attributes of a class with commands and makes their metadata, handlers bound.</summary>
internal static class CommandInfoFactory
{
    private const BindingFlags Methods =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] HandlerParameters = [typeof(CommandContext)];

    /// <summary>True when the class declares commands or containers.</summary>
    public static bool HasCommands(Type type)
    {
        if (type.IsAbstract && !type.IsSealed)
            return false;
        if (type.IsDefined(typeof(CommandContainerAttribute), inherit: false))
            return true;
        foreach (MethodInfo method in type.GetMethods(Methods))
        {
            if (method.DeclaringType != typeof(object) && method.IsDefined(typeof(CommandAttribute), inherit: false))
                return true;
        }

        return false;
    }

    /// <summary>Adds the commands of one class.</summary>
    /// <param name="type">The class; a static one has no instance.</param>
    /// <param name="instance">What the handlers are bound to.</param>
    /// <param name="pluginId">The plugin that brings them.</param>
    /// <param name="commands">Receives them.</param>
    /// <exception cref="CommandDeclarationException">An attribute makes no sense; the message names the method.</exception>
    public static void Read(Type type, object? instance, string pluginId, ICollection<CommandInfo> commands)
    {
        foreach (object attribute in type.GetCustomAttributes(typeof(CommandContainerAttribute), inherit: false))
            commands.Add(Container((CommandContainerAttribute)attribute, type, pluginId));

        foreach (MethodInfo method in type.GetMethods(Methods))
        {
            if (method.DeclaringType != typeof(object) && method.IsDefined(typeof(CommandAttribute), inherit: false))
                Read(method, instance, pluginId, commands);
        }
    }

    /// <summary>A container that nobody declared, for subcommands that stand alone.</summary>
    public static CommandInfo PlainContainer(CommandInfo subcommand) =>
        new(subcommand.Container!, subcommand.PluginId, handler: null)
        {
            Arity = -2,
            Categories = ImpliedCategories.OfContainer(CommandFlags.None, AclCategory.None),
            Group = subcommand.Group,
            Since = subcommand.Since,
            Complexity = "Depends on subcommand.",
        };

    private static void Read(MethodInfo method, object? instance, string pluginId, ICollection<CommandInfo> commands)
    {
        CommandHandler handler = HandlerOf(method, instance);
        var names = new List<CommandAttribute>(1);
        var specs = new List<KeySpecAttribute>();
        var history = new List<CommandHistoryAttribute>();
        foreach (object attribute in method.GetCustomAttributes(inherit: false))
        {
            switch (attribute)
            {
                case CommandAttribute command: names.Add(command); break;
                case KeySpecAttribute spec: specs.Add(spec); break;
                case CommandHistoryAttribute change: history.Add(change); break;
            }
        }

        foreach (CommandAttribute command in names)
        {
            List<KeySpecAttribute> own = specs.TrueForAll(s => s.Command.Length == 0)
                ? specs
                : specs.FindAll(s => s.Command.Length == 0 || s.Command == command.Name);
            CommandChecks.Check(command, own, method);
            commands.Add(Make(command, own, history, pluginId, handler, DeclarerOf(command, method, instance)));
        }
    }

    private static CommandHandler HandlerOf(MethodInfo method, object? instance)
    {
        if (method.ReturnType != typeof(void) || method.IsGenericMethodDefinition
            || !Array.ConvertAll(method.GetParameters(), p => p.ParameterType).AsSpan().SequenceEqual(HandlerParameters))
        {
            throw CommandChecks.Failure(method, "a command's method takes one CommandContext and returns nothing");
        }

        // Straight to the method: the call costs what any delegate's does.
        return method.IsStatic
            ? method.CreateDelegate<CommandHandler>()
            : method.CreateDelegate<CommandHandler>(instance);
    }

    private static CommandInfo Make(CommandAttribute command, List<KeySpecAttribute> specs,
        List<CommandHistoryAttribute> history, string pluginId, CommandHandler handler, IKeyDeclarer? declarer)
    {
        KeyPositions positions = KeyPositions.Of(specs);
        CommandFlags flags = command.Flags;
        if (KeyPositions.AreMovable(specs))
            flags |= CommandFlags.MovableKeys;
        return new CommandInfo(command.Name, pluginId, handler)
        {
            Arity = command.Arity,
            Flags = flags,
            Locking = command.Locking,
            Categories = ImpliedCategories.Of(flags, command.Group, command.Acl),
            Group = command.Group,
            Summary = command.Summary,
            Since = command.Since,
            Complexity = command.Complexity,
            Tips = command.Tips.Length == 0 ? [] : command.Tips.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            DeprecatedSince = command.DeprecatedSince,
            ReplacedBy = command.ReplacedBy,
            SystemCommand = command.SystemCommand,
            TakesOtherArguments = command.TakesOtherArguments,
            Arguments = command.Arguments,
            History = HistoryOf(command, history),
            KeySpecs = specs.Count == 0 ? [] : specs,
            FirstKey = positions.First,
            LastKey = positions.Last,
            KeyStep = positions.Step,
            Declarer = declarer,
        };
    }

    private static IKeyDeclarer? DeclarerOf(CommandAttribute command, MethodInfo method, object? instance)
    {
        if (command.Locking != CommandLocking.Declared)
            return null;
        return instance as IKeyDeclarer ?? throw CommandChecks.Failure(method,
            $"{command.Name} says that its keys are declared, but its class does not implement {nameof(IKeyDeclarer)}");
    }

    private static (string, string)[] HistoryOf(CommandAttribute command, List<CommandHistoryAttribute> history)
    {
        if (history.Count == 0)
            return [];
        var lines = new List<(string, string)>(history.Count);
        foreach (CommandHistoryAttribute change in history)
        {
            if (change.Command.Length == 0 || change.Command == command.Name)
                lines.Add((change.Version, change.Change));
        }

        return [.. lines];
    }

    private static CommandInfo Container(CommandContainerAttribute container, Type type, string pluginId)
    {
        CommandChecks.Check(container, type);
        return new CommandInfo(container.Name, pluginId, handler: null)
        {
            Arity = container.Arity,
            Flags = container.Flags,
            Categories = ImpliedCategories.OfContainer(container.Flags, container.Acl),
            Group = container.Group,
            Summary = container.Summary,
            Since = container.Since,
            Complexity = container.Complexity,
        };
    }
}
