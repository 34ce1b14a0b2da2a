using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm.Host.Configuration;

/// <summary>Pairs of seconds and changes after which a snapshot is due; its value is a list of pairs.</summary>
internal sealed class SavePointsFormat : ConfigFormat
{
    public override ConfigKind Kind => ConfigKind.Structured;

    public override string Allowed => "pairs of seconds (1 or more) and changes (0 or more), or nothing";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = "Invalid save parameters";
        if (text.Length == 0)
        {
            value = Array.Empty<(long, int)>();
            return true;
        }

        string[] words = text.Split(' ');
        if (words.Length % 2 != 0)
            return false;

        var points = new (long Seconds, int Changes)[words.Length / 2];
        for (int i = 0; i < points.Length; i++)
        {
            if (!long.TryParse(words[2 * i], NumberStyles.None, CultureInfo.InvariantCulture, out points[i].Seconds)
                || !int.TryParse(words[(2 * i) + 1], NumberStyles.None, CultureInfo.InvariantCulture, out points[i].Changes)
                || points[i].Seconds < 1)
                return false;
        }

        value = points;
        error = null;
        return true;
    }

    public override string Write(object value)
        => string.Join(' ', (((long, int)[])value).Select(Write));

    public override IReadOnlyList<string> WriteLines(object value)
        => value is (long, int)[] { Length: > 0 } points ? [.. points.Select(Write)] : [""];

    private static string Write((long Seconds, int Changes) point)
        => string.Create(CultureInfo.InvariantCulture, $"{point.Seconds} {point.Changes}");
}
