namespace CacheStorm.Host.Configuration;

/// <summary>Something wrong with the settings, for whoever wrote them.</summary>
/// <param name="Where">File and line, or what else gave the value.</param>
/// <param name="Message">What was found and what is allowed.</param>
internal sealed record ConfigProblem(string Where, string Message)
{
    public override string ToString() => $"{Where}: {Message}";

    public static ConfigProblem BadValue(Assignment assignment, ConfigParameter parameter, string found, string? detail)
    {
        string shown = (parameter.Flags & ConfigFlags.Sensitive) != 0 ? "(hidden)" : $"\"{found}\"";
        string message = $"{assignment.Key}: found {shown}, allowed: {parameter.Format.Allowed}";

        // The texts of CONFIG SET mostly say what Allowed says; only where the value is of a structure do they add to it.
        if (parameter.Format.Kind is ConfigKind.Structured or ConfigKind.Text && !string.IsNullOrEmpty(detail))
            message += $" ({detail})";
        return new(assignment.Origin.ToString(), message);
    }

    public static ConfigProblem UnknownKey(string where, string key, IEnumerable<string> known)
    {
        string? near = NearestName.Find(key, known);
        return new(where, near is null ? $"{key}: unknown setting" : $"{key}: unknown setting, did you mean {near}?");
    }
}
