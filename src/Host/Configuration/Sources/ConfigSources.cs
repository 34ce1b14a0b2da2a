namespace CacheStorm.Host.Configuration;

/// <summary>
/// Every value that was given somewhere, in the order of precedence: file, environment, command line. Parameters take
/// theirs when they are declared, the host's first, each plugin's later. Used by the thread that starts the server
/// and, afterwards, by whoever loads a plugin, one at a time.
/// </summary>
internal sealed class ConfigSources(IReadOnlyList<Assignment> assignments)
{
    private readonly List<ConfigParameter> _undecided = [];

    public IReadOnlyList<Assignment> Assignments => assignments;

    public IEnumerable<Assignment> Unclaimed => assignments.Where(a => !a.IsClaimed);

    /// <summary>Gives a parameter what was assigned to it; the last one wins, each one must be right.</summary>
    public void Resolve(ConfigParameter parameter, List<ConfigProblem> problems) => Resolve(parameter, problems, final: false);

    /// <summary>Decides about words that plugins might have added.</summary>
    public void ResolveUndecided(List<ConfigProblem> problems)
    {
        foreach (ConfigParameter parameter in _undecided)
            Resolve(parameter, problems, final: true);
        _undecided.Clear();
    }

    private void Resolve(ConfigParameter parameter, List<ConfigProblem> problems, bool final)
    {
        (AssignmentKind Kind, string Text)? before = null;
        foreach (Assignment assignment in assignments)
        {
            if (!assignment.IsFor(parameter))
                continue;

            assignment.IsClaimed = true;
            if (assignment.TextFor(parameter) is not { } text)
            {
                problems.Add(ConfigProblem.BadValue(assignment, parameter, string.Join(' ', assignment.Words), "one value"));
                continue;
            }

            if ((parameter.Flags & ConfigFlags.Accumulates) != 0)
            {
                if (before is { Text.Length: > 0 } && before.Value.Kind == assignment.Kind && text.Length > 0)
                    text = $"{before.Value.Text} {text}";
                before = (assignment.Kind, text);
            }

            bool isMissing = text.Length == 0 && parameter.Format.Kind == ConfigKind.MemorySize;
            if (!parameter.TryRead(text, out object? value, out string? error) || isMissing)
            {
                if (parameter.Format is ChoiceFormat { IsOpen: true } && !final)
                    _undecided.Add(parameter);
                else
                    problems.Add(ConfigProblem.BadValue(assignment, parameter, text, error));
            }
            else
            {
                parameter.Store(value!);
            }
        }
    }
}
