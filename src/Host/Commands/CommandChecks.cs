using System.Numerics;
using System.Reflection;

namespace CacheStorm.Host.Commands;

/// <summary>What a command's attributes must satisfy. Each message names the method and says what is allowed.</summary>
internal static class CommandChecks
{
    private const KeyAccess Kinds = KeyAccess.ReadOnly | KeyAccess.ReadWrite | KeyAccess.Overwrite | KeyAccess.Remove;

    public static void Check(CommandAttribute command, List<KeySpecAttribute> specs, MethodInfo method)
    {
        CheckName(command.Name, method, mayHaveContainer: true);
        if (command.Arity == 0)
            throw Failure(method, $"{command.Name} has no Arity; it counts the name, and is negative for \"at least\"");
        if (command.Name.Contains('|') && Math.Abs((long)command.Arity) < 2)
            throw Failure(method, $"{command.Name} has Arity = {command.Arity}; a subcommand has at least two arguments, its container's name and its own");
        if ((command.Flags & (CommandFlags.Write | CommandFlags.ReadOnly)) == (CommandFlags.Write | CommandFlags.ReadOnly))
            throw Failure(method, $"{command.Name} can't be Write and ReadOnly at once");
        foreach (KeySpecAttribute spec in specs)
            Check(spec, command, method);
    }

    public static void Check(CommandContainerAttribute container, Type type)
    {
        CheckName(container.Name, type, mayHaveContainer: false);
        if (container.Arity == 0)
            throw Failure(type, $"{container.Name} has Arity = 0; -2 is usual for a container");
    }

    public static CommandDeclarationException Failure(MemberInfo member, string what) => new(
        (member.DeclaringType is null ? member.ToString() : $"{member.DeclaringType}.{member.Name}") + $": {what}");

    private static void CheckName(string name, MemberInfo member, bool mayHaveContainer)
    {
        int bars = 0;
        bool valid = name is { Length: > 0 and <= 100 };
        foreach (char letter in name ?? "")
        {
            valid &= letter is > ' ' and < (char)127 and not (>= 'a' and <= 'z');
            bars += letter == '|' ? 1 : 0;
        }

        if (!valid)
            throw Failure(member, $"\"{name}\" is no command name: upper-case letters, digits and signs, no blanks");
        if (bars > (mayHaveContainer ? 1 : 0) || name!.StartsWith('|') || name.EndsWith('|'))
            throw Failure(member, $"\"{name}\" is no command name: a subcommand is written CONTAINER|NAME");
    }

    private static void Check(KeySpecAttribute spec, CommandAttribute command, MethodInfo method)
    {
        string? problem = null;
        if (!spec.Unknown || spec.Keyword is not null)
        {
            int firstArgument = command.Name.Contains('|') ? 2 : 1;
            if (spec.Keyword is { Length: 0 })
                problem = "has an empty keyword";
            else if (spec.Keyword is not null && spec.StartFrom == 0)
                problem = $"must say where the search for {spec.Keyword} starts: 1 or more, or negative from the end";
            else if (spec.Keyword is null && spec.Index < firstArgument)
                problem = $"begins at {spec.Index}; the first argument is {firstArgument}";
            else if (spec.Keyword is null && command.Arity > 0 && spec.Index >= command.Arity)
                problem = $"begins at {spec.Index}, but the last argument is {command.Arity - 1}";
            else if (spec.Step < 1)
                problem = $"has Step = {spec.Step}; it is at least 1";
            else if (spec.Limit < 0)
                problem = $"has Limit = {spec.Limit}; it is not negative";
            else if (spec.Limit > 1 && spec.Last >= 0)
                problem = "has a Limit without a negative Last";
            else if (spec.KeyCountIndex >= 0 && spec.FirstKey < 0)
                problem = $"has FirstKey = {spec.FirstKey}; it is not negative";
        }

        if (problem is null && (spec.Access & KeyAccess.NotKey) == 0 && BitOperations.PopCount((uint)(spec.Access & Kinds)) != 1)
            problem = "must have exactly one of ReadOnly, ReadWrite, Overwrite and Remove";
        if (problem is not null)
            throw Failure(method, $"a key specification of {command.Name} {problem}");
    }
}
