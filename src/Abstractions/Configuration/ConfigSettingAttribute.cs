namespace CacheStorm;

/// <summary>
/// Makes a property a setting: read from the YAML file, the environment and the command line, answered by CONFIG GET
/// and, where <see cref="Mutable"/>, changed by CONFIG SET.
/// </summary>
/// <remarks>
/// <para>
/// The property's initial value is the default, its type gives the kind: <see cref="int"/> and <see cref="long"/> a
/// number (with <see cref="Memory"/> a size such as <c>100mb</c>), <see cref="bool"/> yes or no, an enum one of its
/// members in lower case with dashes, <see cref="string"/> text (or one of <see cref="Words"/>), an array of strings
/// words separated by spaces. Anything else names its <see cref="Format"/>.
/// </para>
/// <para>
/// The setter may be private. It is called while no command of a CONFIG SET is half done, but concurrently with
/// readers: each of these types is written in one piece, so a reader sees the old value or the new one.
/// </para>
/// </remarks>
/// <example><code>
/// [PluginSettings]
/// public sealed class EvictionSettings
/// {
///     [ConfigSetting("window-percent", Min = 1, Max = 99, Mutable = true, Summary = "Share of the window.")]
///     public int WindowPercent { get; private set; } = 1;
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfigSettingAttribute(string name) : Attribute
{
    /// <summary>The name for CONFIG GET and SET, as in Redis.</summary>
    public string Name { get; } = name;

    /// <summary>The key in the YAML section; the name with underscores for dashes when not given.</summary>
    public string? Yaml { get; set; }

    /// <summary>Other names of the same setting.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>The smallest number allowed.</summary>
    public long Min { get; set; } = long.MinValue;

    /// <summary>The greatest number allowed.</summary>
    public long Max { get; set; } = long.MaxValue;

    /// <summary>The number is a size in bytes, which may be given with a unit.</summary>
    public bool Memory { get; set; }

    /// <summary>The size may be given as a percentage, which reads as a negative number.</summary>
    public bool Percent { get; set; }

    /// <summary>The number is written in base 8.</summary>
    public bool Octal { get; set; }

    /// <summary>The words that a text may be.</summary>
    public string[]? Words { get; set; }

    /// <summary>Plugins may add to <see cref="Words"/>.</summary>
    public bool OpenWords { get; set; }

    /// <summary>Other words that the YAML file may use, each as <c>info=notice</c>.</summary>
    public string[] YamlSynonyms { get; set; } = [];

    /// <summary>A <see cref="ConfigFormat"/> with a public constructor without parameters.</summary>
    public Type? Format { get; set; }

    /// <summary>What a number counts: <c>seconds</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>CONFIG SET may change it.</summary>
    public bool Mutable { get; set; }

    /// <summary>CONFIG SET may change it where <c>enable-protected-configs</c> allows it.</summary>
    public bool Protected { get; set; }

    /// <summary>A secret.</summary>
    public bool Sensitive { get; set; }

    /// <summary>Answered by CONFIG GET only when asked for by its exact name.</summary>
    public bool Hidden { get; set; }

    /// <summary>Several lines of one redis.conf add up.</summary>
    public bool Accumulates { get; set; }

    /// <summary>Why the setting has no effect; see <see cref="ConfigParameter.Inert"/>.</summary>
    public string? Inert { get; set; }

    /// <summary>One sentence that says what it does.</summary>
    public string Summary { get; set; } = "";
}
