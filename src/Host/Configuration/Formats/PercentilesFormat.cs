using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm.Host.Configuration;

/// <summary>Percentiles between 0 and 100; its value is an array of <see cref="double"/> that nobody changes.</summary>
internal sealed class PercentilesFormat : ConfigFormat
{
    public override ConfigKind Kind => ConfigKind.Structured;

    public override string Allowed => "numbers from 0 to 100";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var percentiles = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out percentiles[i])
                || double.IsNaN(percentiles[i]))
                error = "Invalid latency-tracking-info-percentiles parameters";
            else if (percentiles[i] is < 0 or > 100)
                error ??= "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
        }

        value = error is null ? percentiles : null;
        return error is null;
    }

    public override string Write(object value)
        => string.Join(' ', ((double[])value).Select(p => p.ToString(CultureInfo.InvariantCulture)));
}
