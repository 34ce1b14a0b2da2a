using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>Letters of event classes; its value is a <see cref="string"/> in Redis' order, A standing for all ten.</summary>
internal sealed class KeyspaceEventsFormat : ConfigFormat
{
    private const string All = "g$lshzxetd";
    private const string Optional = "n";
    private const string Channels = "KEm";

    public override ConfigKind Kind => ConfigKind.Text;

    public override string Allowed => "letters of Ag$lshzxeKEtmdn";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (text.AsSpan().ContainsAnyExcept("A" + All + Optional + Channels))
        {
            error = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
            return false;
        }

        bool hasAll = text.Contains('A') || All.All(text.Contains);
        var letters = new StringBuilder(hasAll ? "A" : "");
        if (!hasAll)
            letters.Append([.. (All + Optional).Where(text.Contains)]);
        letters.Append([.. Channels.Where(text.Contains)]);

        value = letters.ToString();
        error = null;
        return true;
    }

    public override string Write(object value) => (string)value;
}
