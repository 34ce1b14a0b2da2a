using System.Globalization;

namespace CacheStorm.Plugins.Geo.Data;

/// <summary>Numbers with a fixed count of decimals, as C prints them (<c>%.17f</c>).</summary>
internal static class DecimalText
{
    /// <summary>Room enough for any number.</summary>
    public const int MaxLength = 340;

    /// <summary>Writes a number.</summary>
    /// <param name="text">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="value">The number; not NaN.</param>
    /// <param name="decimals">How many: 6 or 17.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(Span<byte> text, double value, int decimals)
    {
        if (double.IsInfinity(value))
        {
            ReadOnlySpan<byte> name = value > 0 ? "inf"u8 : "-inf"u8;
            name.CopyTo(text);
            return name.Length;
        }

        // A number halfway between two texts goes to the even one in C, upwards here; the next smaller number goes down.
        if (IsHalfwayAboveEven(Math.Abs(value), decimals))
            value = value > 0 ? Math.BitDecrement(value) : Math.BitIncrement(value);
        string format = decimals switch { 6 => "F6", 17 => "F17", _ => throw new ArgumentOutOfRangeException(nameof(decimals)) };
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Takes zeros from the end of the decimals, and the point when none is left.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.Contains((byte)'.') ? text.TrimEnd((byte)'0').TrimEnd((byte)'.') : text;

    // Only an odd multiple k of 1/2^(d+1) lies halfway between two numbers of d decimals. The lower one of them is k·5^d / 2 rounded down,
    // in units of the last decimal; as 5 is 1 modulo 4, it is even where k is 1 modulo 4.
    private static bool IsHalfwayAboveEven(double magnitude, int decimals)
    {
        double multiple = Math.ScaleB(magnitude, decimals + 1);
        return multiple < 1L << 53 && multiple == Math.Truncate(multiple) && ((long)multiple & 3) == 1;
    }
}
