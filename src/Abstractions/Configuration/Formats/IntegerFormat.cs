using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm;

/// <summary>A whole number within bounds; its value is a <see cref="long"/>.</summary>
public sealed class IntegerFormat : ConfigFormat
{
    /// <summary>Numbers from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public IntegerFormat(long min = long.MinValue, long max = long.MaxValue)
    {
        Min = min;
        Max = max;
    }

    /// <summary>The smallest value.</summary>
    public long Min { get; }

    /// <summary>The greatest value.</summary>
    public long Max { get; }

    /// <summary>Read and written in base 8, as permissions are.</summary>
    public bool Octal { get; init; }

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Integer;

    /// <inheritdoc/>
    public override string Allowed => Max == long.MaxValue ? $"{Write(Min)} or more" : $"{Write(Min)}–{Write(Max)}";

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!(Octal ? TryReadOctal(text, out long number) : TryRead(text, out number)))
        {
            error = Octal ? "argument couldn't be parsed as an octal number" : "argument couldn't be parsed into an integer";
            return false;
        }

        error = CheckBounds(number, Min, Max, Octal);
        if (error is not null)
            return false;

        value = number;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value) => Octal
        ? Convert.ToString((long)value, 8)
        : ((long)value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Redis' strict reading: no sign but a minus, no leading zeros, no spaces.</summary>
    internal static bool TryRead(string text, out long number)
    {
        number = 0;
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (digits[0] == '0' && text.Length > 1)
            return false;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    internal static string? CheckBounds(long number, long min, long max, bool octal = false)
    {
        if (number >= min && number <= max)
            return null;
        return octal
            ? $"argument must be between {Convert.ToString(min, 8)} and {Convert.ToString(max, 8)} inclusive"
            : string.Create(CultureInfo.InvariantCulture, $"argument must be between {min} and {max} inclusive");
    }

    private static bool TryReadOctal(string text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > 20 || text.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return false;
        foreach (char digit in text)
            number = (number << 3) | (long)(digit - '0');
        return true;
    }
}
