namespace CacheStorm.Host.Configuration;

/// <summary>
/// The command line: a configuration file, then settings by either of their names with one dash or two, as
/// redis-server takes them: everything up to the next option is its value.
/// </summary>
internal sealed class CommandLine
{
    private readonly Func<string, bool> _isKnown;
    private readonly List<ConfigProblem> _problems;
    private string? _option;
    private List<string> _values = [];

    private CommandLine(Func<string, bool> isKnown, List<ConfigProblem> problems)
    {
        _isKnown = isKnown;
        _problems = problems;
    }

    public string? File { get; private set; }

    public bool WantsHelp { get; private set; }

    public bool WantsVersion { get; private set; }

    public List<Assignment> Assignments { get; } = [];

    /// <summary>Reads the arguments.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="isKnown">Whether a word is a setting's name: tells <c>-port</c> from the value <c>-::1</c>.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static CommandLine Parse(IReadOnlyList<string> args, Func<string, bool> isKnown, List<ConfigProblem> problems)
    {
        var line = new CommandLine(isKnown, problems);
        for (int i = 0; i < args.Count; i++)
        {
            if (i == 0 && (args[0] == "-" || !args[0].StartsWith('-')))
                line.File = args[0];
            else if (line.OptionIn(args[i]) is { } option)
                line.Begin(option);
            else
                line.AddValue(args[i]);
        }

        line.End();
        return line;
    }

    /// <summary>The option that an argument starts, without its dashes; null when it is a value.</summary>
    private string? OptionIn(string argument)
    {
        if (argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2)
            return argument[2..];
        if (argument.Length < 2 || argument[0] != '-' || !char.IsAsciiLetter(argument[1]))
            return null;

        string name = argument[1..].Split('=', 2)[0];
        return _option is null || name is "h" or "v" || IsOwn(name) || _isKnown(name) ? argument[1..] : null;
    }

    private void Begin(string option)
    {
        End();
        string[] parts = option.Split('=', 2);
        switch (parts[0].ToLowerInvariant())
        {
            case "h" or "help":
                WantsHelp = true;
                break;
            case "v" or "version":
                WantsVersion = true;
                break;
            default:
                _option = parts[0].Equals("c", StringComparison.Ordinal) ? "config" : parts[0];
                _values = parts.Length == 2 ? [parts[1]] : [];
                break;
        }
    }

    private void AddValue(string value)
    {
        if (_option is null)
            _problems.Add(new("command line", $"found \"{value}\", allowed: a configuration file first, then --name value"));
        else
            _values.Add(value);
    }

    private void End()
    {
        string? option = _option;
        _option = null;
        if (option is null)
            return;

        if (_values.Count == 0 && option.Equals("save", StringComparison.OrdinalIgnoreCase))
            _values.Add("");

        if (_values.Count == 0)
            _problems.Add(new("command line", _isKnown(option) || IsOwn(option) ? $"--{option}: found no value" : $"--{option}: unknown setting, and no value"));
        else if (!option.Equals("config", StringComparison.OrdinalIgnoreCase))
            Assignments.Add(new(AssignmentKind.Option, option, _values, ConfigOrigin.CommandLine));
        else if (_values.Count > 1 || File is not null)
            _problems.Add(new("command line", $"--config: found \"{string.Join(' ', _values)}\", allowed: one configuration file"));
        else
            File = _values[0];
    }

    private static bool IsOwn(string name) => name.ToLowerInvariant() is "help" or "version" or "config" or "c";
}
