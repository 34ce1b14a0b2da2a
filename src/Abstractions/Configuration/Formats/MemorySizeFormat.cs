using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm;

/// <summary>
/// A number of bytes, with a unit if wanted; its value is a <see cref="long"/>. As in Redis <c>k</c>, <c>m</c> and
/// <c>g</c> count in thousands, <c>kb</c>, <c>mb</c> and <c>gb</c> in 1024s. Where a percentage of the memory limit
/// is allowed, it is kept as a negative number: -5 is 5 %.
/// </summary>
public sealed class MemorySizeFormat : ConfigFormat
{
    /// <summary>Sizes from <paramref name="min"/> to <paramref name="max"/> bytes, both included.</summary>
    public MemorySizeFormat(long min = 0, long max = long.MaxValue)
    {
        Min = min;
        Max = max;
    }

    /// <summary>The smallest size in bytes.</summary>
    public long Min { get; }

    /// <summary>The greatest size in bytes.</summary>
    public long Max { get; }

    /// <summary>A percentage (<c>5%</c>) is allowed as well.</summary>
    public bool AllowsPercent { get; init; }

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.MemorySize;

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            string sizes = Max == long.MaxValue ? $"{WriteShort(Min)} or more" : $"{WriteShort(Min)}–{WriteShort(Max)}";
            string form = "bytes, or with a unit: k, kb, m, mb, g, gb";
            return AllowsPercent ? $"{sizes} ({form}), or 0%–100%" : $"{sizes} ({form})";
        }
    }

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (AllowsPercent && text.EndsWith('%'))
        {
            if (!IntegerFormat.TryRead(text[..^1], out long percent) || percent < 0)
            {
                error = "argument must be a memory or percent value";
                return false;
            }

            error = percent > 100 ? "percentage argument must be less or equal to 100" : null;
            if (error is not null)
                return false;

            value = -percent;
            return true;
        }

        if (!TryReadBytes(text, out long bytes))
        {
            error = AllowsPercent
                ? "argument must be a memory or percent value"
                : "argument must be a memory value";
            return false;
        }

        error = IntegerFormat.CheckBounds(bytes, Min, Max);
        if (error is not null)
            return false;

        value = bytes;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value)
    {
        long number = (long)value;
        return number < 0 && AllowsPercent
            ? string.Create(CultureInfo.InvariantCulture, $"{-number}%")
            : number.ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> WriteLines(object value)
        => (long)value < 0 ? [Write(value)] : [WriteShort((long)value)];

    /// <summary>The size with the greatest unit that divides it: <c>100mb</c>.</summary>
    public static string WriteShort(long bytes) => bytes switch
    {
        0 => "0",
        _ when bytes % (1L << 30) == 0 => $"{bytes >> 30}gb",
        _ when bytes % (1L << 20) == 0 => $"{bytes >> 20}mb",
        _ when bytes % (1L << 10) == 0 => $"{bytes >> 10}kb",
        _ => bytes.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads <c>100mb</c>. Nothing at all is 0, as in Redis; what exceeds 63 bits is the greatest size.</summary>
    public static bool TryReadBytes(string text, out long bytes)
    {
        bytes = 0;
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = text.Length;

        long factor = text.AsSpan(digits) switch
        {
            "" => 1,
            var unit when unit.Equals("b", StringComparison.OrdinalIgnoreCase) => 1,
            var unit when unit.Equals("k", StringComparison.OrdinalIgnoreCase) => 1000,
            var unit when unit.Equals("kb", StringComparison.OrdinalIgnoreCase) => 1L << 10,
            var unit when unit.Equals("m", StringComparison.OrdinalIgnoreCase) => 1_000_000,
            var unit when unit.Equals("mb", StringComparison.OrdinalIgnoreCase) => 1L << 20,
            var unit when unit.Equals("g", StringComparison.OrdinalIgnoreCase) => 1_000_000_000,
            var unit when unit.Equals("gb", StringComparison.OrdinalIgnoreCase) => 1L << 30,
            _ => 0,
        };
        if (factor == 0)
            return false;
        if (digits == 0)
            return text.Length == 0;

        Int128 number = 0;
        foreach (char digit in text.AsSpan(0, digits))
            number = Int128.Min((number * 10) + (digit - '0'), long.MaxValue);
        bytes = (long)Int128.Min(number * factor, long.MaxValue);
        return true;
    }
}
