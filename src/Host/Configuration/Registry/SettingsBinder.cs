using System.Reflection;
using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>Turns the annotated properties of a settings class into parameters that write to them.</summary>
internal static class SettingsBinder
{
    /// <summary>The parameters of one settings object, in the order of its properties.</summary>
    /// <param name="settings">The object whose properties hold the defaults and receive the values.</param>
    /// <param name="section">The YAML section they stand in: <c>server</c>, <c>plugins.eviction</c>.</param>
    /// <param name="plugin">The plugin's id; null for the host's.</param>
    public static IReadOnlyList<ConfigParameter> Declare(object settings, string section, string? plugin)
    {
        var parameters = new List<ConfigParameter>();
        foreach (PropertyInfo property in settings.GetType().GetProperties())
        {
            if (property.GetCustomAttribute<ConfigSettingAttribute>() is not { } setting)
                continue;
            if (property.SetMethod is null)
                throw new InvalidOperationException($"{settings.GetType()}.{property.Name} is a setting and has no setter.");
            parameters.Add(Declare(settings, property, setting, section, plugin));
        }

        return parameters;
    }

    private static ConfigParameter Declare(
        object settings, PropertyInfo property, ConfigSettingAttribute setting, string section, string? plugin)
    {
        ConfigFormat format = FormatOf(property, setting);
        object initial = property.GetValue(settings)
            ?? throw new InvalidOperationException($"{settings.GetType()}.{property.Name} is a setting and has no default.");
        return new ConfigParameter(setting.Name, format, string.Join(' ', format.WriteLines(ToFormat(initial, format))))
        {
            Aliases = setting.Aliases,
            YamlPath = $"{section}.{setting.Yaml ?? setting.Name.Replace('-', '_')}",
            Summary = setting.Summary,
            Unit = setting.Unit ?? (setting.Memory ? "bytes" : null),
            Flags = FlagsOf(setting, format),
            Plugin = plugin,
            Inert = setting.Inert,
            Bind = value => property.SetValue(settings, ToProperty(value, property.PropertyType)),
        };
    }

    private static ConfigFlags FlagsOf(ConfigSettingAttribute setting, ConfigFormat format)
    {
        ConfigFlags flags = setting.Mutable || setting.Protected ? ConfigFlags.None : ConfigFlags.Immutable;
        if (setting.Protected)
            flags |= ConfigFlags.Protected;
        if (setting.Sensitive)
            flags |= ConfigFlags.Sensitive;
        if (setting.Hidden)
            flags |= ConfigFlags.Hidden;
        if (setting.Accumulates)
            flags |= ConfigFlags.Accumulates;
        if (format.Kind is ConfigKind.List or ConfigKind.Structured)
            flags |= ConfigFlags.MultiValue;
        return flags;
    }

    private static ConfigFormat FormatOf(PropertyInfo property, ConfigSettingAttribute setting)
    {
        Type type = property.PropertyType;
        if (setting.Format is not null)
            return (ConfigFormat)Activator.CreateInstance(setting.Format)!;
        if (type == typeof(bool))
            return BooleanFormat.Instance;
        if (type == typeof(string))
            return setting.Words is null ? TextFormat.Any : Choice(setting.Words, setting);
        if (type == typeof(string[]))
            return new ListFormat();
        if (type.IsEnum)
            return Choice([.. Enum.GetNames(type).Select(WordOf)], setting);

        (long min, long max) = type == typeof(int) ? (int.MinValue, int.MaxValue)
            : type == typeof(long) ? (long.MinValue, long.MaxValue)
            : throw new InvalidOperationException(
                $"{property.DeclaringType}.{property.Name} is a setting of type {type}, which needs a format of its own.");
        min = Math.Max(min, setting.Min);
        max = Math.Min(max, setting.Max);
        return setting.Memory
            ? new MemorySizeFormat(Math.Max(min, 0), max) { AllowsPercent = setting.Percent }
            : new IntegerFormat(min, max) { Octal = setting.Octal };
    }

    private static ChoiceFormat Choice(string[] words, ConfigSettingAttribute setting) => new(words)
    {
        IsOpen = setting.OpenWords,
        YamlSynonyms = setting.YamlSynonyms.Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
    };

    private static object ToFormat(object value, ConfigFormat format) => value switch
    {
        int number => (long)number,
        Enum member when format is ChoiceFormat => WordOf(member.ToString()),
        _ => value,
    };

    private static object ToProperty(object value, Type type)
    {
        if (type == typeof(int))
            return (int)(long)value;
        if (type.IsEnum && value is string word)
            return Enum.Parse(type, word.Replace("-", ""), ignoreCase: true);
        return value;
    }

    /// <summary>A member's name as a setting's word: VolatileLru is volatile-lru.</summary>
    private static string WordOf(string member)
    {
        var word = new StringBuilder(member.Length + 4);
        foreach (char letter in member)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
