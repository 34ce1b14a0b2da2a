using System.Globalization;

namespace CacheStorm;

public static partial class Numbers
{
    /// <summary>The most bytes that <see cref="FormatDouble"/> writes.</summary>
    public const int MaxDoubleLength = 32;

    private const int SignificantDigits = 17;

    /// <summary>
    /// Writes a double with 17 significant digits, as C's <c>%.17g</c> does and Redis 7.0 with it, and returns how
    /// many bytes that took. Infinity is <c>inf</c>.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxDoubleLength"/> bytes.</param>
    /// <param name="value">The number.</param>
    public static int FormatDouble(Span<byte> destination, double value)
    {
        // Whole numbers below 10^17 need no exponent and no rounding; most scores are of that kind.
        if (Math.Abs(value) < 1e17 && value == Math.Truncate(value) && (value != 0 || !double.IsNegative(value)))
            return FormatInt64(destination, (long)value);
        if (!double.IsFinite(value))
            return Copy(destination, double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);

        Span<byte> scientific = stackalloc byte[MaxDoubleLength];
        value.TryFormat(scientific, out int length, "E16", CultureInfo.InvariantCulture);
        return FromScientific(destination, scientific[..length]);
    }

    /// <summary>Turns <c>-d.dddE+ddd</c> into what <c>%g</c> makes of it: no trailing zeros, exponent only if needed.</summary>
    private static int FromScientific(Span<byte> destination, ReadOnlySpan<byte> scientific)
    {
        int written = 0;
        if (scientific[0] == '-')
        {
            destination[written++] = (byte)'-';
            scientific = scientific[1..];
        }

        Span<byte> digits = stackalloc byte[SignificantDigits];
        digits[0] = scientific[0];
        scientific.Slice(2, SignificantDigits - 1).CopyTo(digits[1..]);
        int exponent = int.Parse(scientific[(SignificantDigits + 2)..], CultureInfo.InvariantCulture);
        int used = SignificantDigits;
        while (used > 1 && digits[used - 1] == '0')
            used--;

        if (exponent is < -4 or >= SignificantDigits)
            return written + WriteWithExponent(destination[written..], digits[..used], exponent);
        if (exponent < 0)
        {
            written += Copy(destination[written..], "0."u8);
            destination.Slice(written, -exponent - 1).Fill((byte)'0');
            written += -exponent - 1;
            return written + Copy(destination[written..], digits[..used]);
        }

        int whole = exponent + 1;
        written += Copy(destination[written..], digits[..Math.Min(whole, used)]);
        if (used <= whole)
        {
            destination.Slice(written, whole - used).Fill((byte)'0');
            return written + whole - used;
        }
        destination[written++] = (byte)'.';
        return written + Copy(destination[written..], digits[whole..used]);
    }

    private static int WriteWithExponent(Span<byte> destination, ReadOnlySpan<byte> digits, int exponent)
    {
        int written = 0;
        destination[written++] = digits[0];
        if (digits.Length > 1)
        {
            destination[written++] = (byte)'.';
            written += Copy(destination[written..], digits[1..]);
        }
        destination[written++] = (byte)'e';
        destination[written++] = (byte)(exponent < 0 ? '-' : '+');
        int magnitude = Math.Abs(exponent);
        if (magnitude < 10)
            destination[written++] = (byte)'0';
        return written + FormatInt64(destination[written..], magnitude);
    }

    private static int Copy(Span<byte> destination, ReadOnlySpan<byte> source)
    {
        source.CopyTo(destination);
        return source.Length;
    }
}
