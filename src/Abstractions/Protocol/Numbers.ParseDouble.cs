using System.Globalization;

namespace CacheStorm;

public static partial class Numbers
{
    private const int DoublePrecision = 53;
    private const int SmallestDoubleExponent = -1074;
    private const int LongestPlain = 18; // as many digits fit into 64 bits

    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

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

    /// <summary>
    /// What most numbers look like: digits, perhaps a point. When all digits together are exact in a double, as is the power of ten, one
    /// division rounds as it must (Clinger, "How to read floating point numbers accurately", 1990).
    /// </summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length is 0 or > LongestPlain)
            return false;
        bool negative = text[0] == '-';
        long digits = 0;
        int count = 0, fraction = -1;
        for (int i = negative ? 1 : 0; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                digits = digits * 10 + digit;
                count++;
                if (fraction >= 0)
                    fraction++;
            }
            else if (text[i] == '.' && fraction < 0)
                fraction = 0;
            else
                return false;
        }
        if (count == 0 || digits > 1L << DoublePrecision)
            return false;
        value = fraction > 0 ? digits / PowersOfTen[fraction] : digits;
        if (negative)
            value = -value;
        return true;
    }
}
