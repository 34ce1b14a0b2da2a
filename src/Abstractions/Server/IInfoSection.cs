using System.Globalization;
using System.Text;

namespace CacheStorm;

/// <summary>Fields of INFO. Found by scanning the plugin. Several plugins may add to one section.</summary>
public interface IInfoSection
{
    /// <summary>The section's name as INFO shows it: <c>Server</c>, <c>Clients</c>, …</summary>
    string Name { get; }

    /// <summary>Where the section stands; the lowest of those with the same name counts.</summary>
    int Order { get; }

    /// <summary>False: shown only when asked for by name, or with <c>everything</c>.</summary>
    bool IsDefault => true;

    /// <summary>Writes its fields.</summary>
    /// <param name="writer">Receives them.</param>
    void Write(InfoWriter writer);
}

/// <summary>Receives INFO's fields, each a line <c>name:value</c>.</summary>
public sealed class InfoWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a text field.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Its value; must not hold line breaks.</param>
    public void Field(string name, string value) => _text.Append(name).Append(':').Append(value).Append("\r\n");

    /// <summary>Adds an integer field.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Its value.</param>
    public void Field(string name, long value) => Field(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a fractional field with two digits, as most of Redis' are.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="digits">Digits after the point.</param>
    public void Field(string name, double value, int digits = 2) =>
        Field(name, value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();
}
