namespace CacheStorm;

/// <summary>What a setting's value is.</summary>
public enum ConfigKind
{
    /// <summary>A whole number within bounds.</summary>
    Integer,

    /// <summary>A number of bytes, written as <c>100mb</c>; with a percentage where the format allows one.</summary>
    MemorySize,

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    Boolean,

    /// <summary>One of a set of words.</summary>
    Choice,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>Words separated by spaces.</summary>
    List,

    /// <summary>Several values with a grammar of their own, such as <c>save 3600 1 300 100</c>.</summary>
    Structured,
}
