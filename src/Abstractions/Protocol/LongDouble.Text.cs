using System.Globalization;
using System.Numerics;
using System.Text;

namespace CacheStorm;

public readonly partial struct LongDouble
{
    /// <summary>Room for any number that <see cref="Format"/> prints; Redis' own limit.</summary>
    public const int MaxLength = 5 * 1024;

    private const int Decimals = 17;
    private const int LargestPowerInUlong = 19;

    private static readonly ulong[] s_powersOfTen = PowersOfTen();

    /// <summary>
    /// Reads a number as Redis does for INCRBYFLOAT: decimal or hexadecimal, infinity in its spellings, no spaces, no
    /// not-a-number, nothing that overflows or vanishes, and fewer than 5,120 bytes.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LongDouble value)
    {
        value = default;
        if (text.Length >= MaxLength || !FloatText.TryRead(text, out FloatText number))
            return false;
        if (number.IsInfinity)
        {
            value = Infinity(number.IsNegative);
            return true;
        }
        if (number.IsZero)
        {
            value = new LongDouble(number.IsNegative, 0, 0);
            return true;
        }
        value = number.IsHex
            ? Rounded(number.IsNegative, number.Significand, number.IsTruncated, number.Exponent)
            : FromDecimal(number, text);
        return value.IsFinite && value._mantissa != 0;
    }

    /// <summary>
    /// Prints the number for people, as Redis stores it: never an exponent, 17 decimals without their trailing zeros.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes that took.</returns>
    public int Format(Span<byte> destination)
    {
        if (!IsFinite)
        {
            ReadOnlySpan<byte> name = IsNaN ? "nan"u8 : _negative ? "-inf"u8 : "inf"u8;
            name.CopyTo(destination);
            return name.Length;
        }
        if (_mantissa == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        int written = 0;
        if (_negative)
            destination[written++] = (byte)'-';
        written += _exponent >= 0 ? FormatWhole(destination[written..]) : FormatFraction(destination[written..]);
        if (written == 2 && destination[0] == '-' && destination[1] == '0')
        {
            destination[0] = (byte)'0';
            return 1;
        }
        return written;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(text)]);
    }

    private static LongDouble FromDecimal(in FloatText number, ReadOnlySpan<byte> text)
    {
        if (number.IsTruncated || number.Exponent is > 0 or < -LargestPowerInUlong)
            return FromLongDecimal(number, text[number.Digits]);
        if (number.Exponent == 0)
            return Rounded(number.IsNegative, number.Significand, sticky: false, 0);

        // significand / 10^k, both with their top bits set: the quotient has 64 or 65 bits, the remainder tells the rest.
        ulong divisor = s_powersOfTen[-number.Exponent];
        int divisorShift = BitOperations.LeadingZeroCount(divisor);
        int shift = (int)UInt128.LeadingZeroCount(number.Significand);
        (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(number.Significand << shift, divisor << divisorShift);

        // Two bits more: the next one of the quotient, and whether anything follows it.
        UInt128 rest = remainder << 1;
        UInt128 scaledDivisor = divisor << divisorShift;
        uint next = rest >= scaledDivisor ? 2u : 0u;
        uint more = rest == UInt128.Zero || rest == scaledDivisor ? 0u : 1u;
        return Rounded(number.IsNegative, (quotient << 2) | (next | more), sticky: false, divisorShift - shift - 2);
    }

    /// <summary>Any number of digits and any exponent.</summary>
    private static LongDouble FromLongDecimal(in FloatText number, ReadOnlySpan<byte> written)
    {
        // The first digit's power of ten decides whether the number is anywhere near the range.
        int digits = (int)BigInteger.Log10((BigInteger)number.Significand) + 1;
        if (digits + (long)number.Exponent > 5000)
            return Infinity(number.IsNegative);
        if (digits + (long)number.Exponent < -5000)
            return default;

        int point = written.IndexOf((byte)'.');
        int behind = point < 0 ? 0 : written.Length - point - 1;
        string text = Encoding.ASCII.GetString(written).Replace(".", "", StringComparison.Ordinal);
        BigInteger numerator = BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        int exponent = number.WrittenExponent - behind;
        BigInteger denominator = BigInteger.One;
        if (exponent >= 0)
            numerator *= BigInteger.Pow(10, exponent);
        else
            denominator = BigInteger.Pow(10, -exponent);

        // Scaled so that the quotient has a hundred bits or so: more than enough to round 64 by.
        int shift = 100 - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        if (shift >= 0)
            numerator <<= shift;
        else
            denominator <<= -shift;
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        UInt128 value = ((UInt128)quotient << 1) | (remainder.IsZero ? 0u : 1u);
        return Rounded(number.IsNegative, value, sticky: false, -shift - 1);
    }

    private int FormatWhole(Span<byte> destination)
    {
        int written;
        if (_exponent <= 64)
            ((UInt128)_mantissa << _exponent).TryFormat(destination, out written, default, CultureInfo.InvariantCulture);
        else
            written = Encoding.ASCII.GetBytes(
                ((BigInteger)_mantissa << _exponent).ToString(CultureInfo.InvariantCulture), destination);
        return written;
    }

    private int FormatFraction(Span<byte> destination)
    {
        int shift = -_exponent;
        ulong whole = shift < 64 ? _mantissa >> shift : 0;
        ulong fraction = shift < 64 ? _mantissa & ((1UL << shift) - 1) : _mantissa;

        // fraction × 10^17 has at most 121 bits; dropping the binary places rounds it to the even one of two halves.
        UInt128 scaled = (UInt128)fraction * s_powersOfTen[Decimals];
        ulong decimals = 0;
        if (shift < 128)
        {
            UInt128 half = UInt128.One << (shift - 1);
            UInt128 lost = scaled & ((half << 1) - 1);
            decimals = (ulong)(scaled >> shift);
            if (lost > half || (lost == half && (decimals & 1) == 1))
                decimals++;
        }
        if (decimals == s_powersOfTen[Decimals])
        {
            decimals = 0;
            whole++;
        }

        int written = FormatUnsigned(destination, whole);
        if (decimals == 0)
            return written;
        int places = Decimals;
        while (decimals % 10 == 0)
        {
            decimals /= 10;
            places--;
        }
        destination[written++] = (byte)'.';
        for (int i = places - 1; i >= 0; i--)
        {
            destination[written + i] = (byte)('0' + decimals % 10);
            decimals /= 10;
        }
        return written + places;
    }

    private static int FormatUnsigned(Span<byte> destination, ulong value)
    {
        value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
        return written;
    }

    private static ulong[] PowersOfTen()
    {
        var powers = new ulong[LargestPowerInUlong + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
