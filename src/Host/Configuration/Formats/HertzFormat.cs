using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm.Host.Configuration;

/// <summary>How often a second: any number is taken, and kept between 1 and 500, as Redis does.</summary>
internal sealed class HertzFormat : ConfigFormat
{
    private const int Least = 1, Most = 500;

    private static readonly IntegerFormat s_number = new(0, int.MaxValue);

    public override ConfigKind Kind => ConfigKind.Integer;

    public override string Allowed => $"{Least}–{Most}; what is outside is brought inside";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        if (!s_number.TryParse(text, out value, out error))
            return false;
        value = Math.Clamp((long)value, Least, Most);
        return true;
    }

    public override string Write(object value) => ((long)value).ToString(CultureInfo.InvariantCulture);
}
