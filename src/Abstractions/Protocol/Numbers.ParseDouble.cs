using System.Globalization;

namespace CacheStorm;

public static partial class Numbers
{
    private const int DoublePrecision = 53;
    private const int SmallestDoubleExponent = -1074;

    /// <summary>
    /// Reads a double as Redis does: decimal or hexadecimal, infinity in its spellings, no spaces, no not-a-number, and
    /// nothing that overflows or vanishes.
    /// </summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (TryParseInt64(text, out long whole) && whole is >= -(1L << DoublePrecision) and <= 1L << DoublePrecision)
        {
            value = whole;
            return true;
        }

        value = 0;
        if (!FloatText.TryRead(text, out FloatText number))
            return false;
        if (number.IsInfinity)
        {
            value = number.IsNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        if (number.IsHex)
        {
            BinaryRounding.Round(
                number.Significand, number.IsTruncated, number.Exponent, DoublePrecision, SmallestDoubleExponent,
                out ulong mantissa, out int exponent);
            value = Math.ScaleB(mantissa, exponent);
            if (number.IsNegative)
                value = -value;
        }
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }
        return double.IsFinite(value) && (value != 0 || number.IsZero);
    }
}
