using System.Numerics;
using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <content>Reading and printing, as Redis does for INCRBYFLOAT.</content>
internal readonly partial struct ExtendedNumber
{
    private const int MaxTextLength = 5 * 1024 - 1;
    private const int FractionDigits = 17;

    /// <summary>Beyond this power of ten everything is infinite, below its negative everything is zero.</summary>
    private const int DecimalHorizon = 5200;

    private static readonly BigInteger s_fractionScale = BigInteger.Pow(10, FractionDigits);

    /// <summary>Reads a decimal or hexadecimal number, or an infinity. Blanks, NaN and what is too large or too small are refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExtendedNumber number)
    {
        number = default;
        if (text.Length is 0 or > MaxTextLength)
            return false;
        bool negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        if (Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8))
        {
            number = Infinity(negative);
            return true;
        }

        bool hexadecimal = text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
        if (hexadecimal)
            text = text[2..];
        if (!TryReadDigits(ref text, hexadecimal ? 16 : 10, out BigInteger digits, out int fraction)
            || !TryReadExponent(text, hexadecimal ? (byte)'p' : (byte)'e', out int exponent))
            return false;

        number = hexadecimal
            ? Round(negative, digits, Math.Clamp(exponent, -4 * DecimalHorizon * 4, 4 * DecimalHorizon * 4) - 4 * fraction)
            : FromDecimal(negative, digits, exponent - (long)fraction);
        return number.IsFinite && (digits.IsZero || number._mantissa != 0);
    }

    /// <summary>Prints it with at most 17 digits after the point, never with an exponent, without trailing zeros.</summary>
    public byte[] Format()
    {
        BigInteger scaled = _mantissa * s_fractionScale;
        scaled = _exponent >= 0 ? scaled << _exponent : ShiftRounded(scaled, -_exponent);
        string digits = scaled.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(FractionDigits + 1, '0');
        string text = digits.Insert(digits.Length - FractionDigits, ".").TrimEnd('0').TrimEnd('.');
        return Encoding.ASCII.GetBytes(_negative && text != "0" ? "-" + text : text);
    }

    private static ExtendedNumber FromDecimal(bool negative, BigInteger digits, long exponent)
    {
        if (digits.IsZero || exponent < -2 * DecimalHorizon)
            return new ExtendedNumber(negative, 0, LowestExponent);
        if (exponent > DecimalHorizon)
            return Infinity(negative);
        if (exponent >= 0)
            return Round(negative, digits * BigInteger.Pow(10, (int)exponent), 0);

        BigInteger divisor = BigInteger.Pow(10, (int)-exponent);
        int shift = Math.Max(0, MantissaBits + 3 - (int)(digits.GetBitLength() - divisor.GetBitLength()));
        BigInteger quotient = BigInteger.DivRem(digits << shift, divisor, out BigInteger rest);
        quotient = (quotient << 1) | (rest.IsZero ? 0 : 1);
        return Round(negative, quotient, -shift - 1);
    }

    private static bool TryReadDigits(ref ReadOnlySpan<byte> text, int radix, out BigInteger digits, out int fraction)
    {
        digits = BigInteger.Zero;
        fraction = 0;
        ulong pending = 0, scale = 1;
        int count = 0, index = 0;
        bool point = false;
        for (; index < text.Length; index++)
        {
            if (text[index] == '.' && !point)
            {
                point = true;
                continue;
            }
            int digit = DigitOf(text[index], radix);
            if (digit >= radix)
                break;
            count++;
            if (point)
                fraction++;
            pending = pending * (ulong)radix + (ulong)digit;
            scale *= (ulong)radix;
            if (scale >= 1_000_000_000_000_000)
            {
                digits = digits * scale + pending;
                (pending, scale) = (0, 1);
            }
        }
        digits = digits * scale + pending;
        text = text[index..];
        return count > 0;
    }

    private static int DigitOf(byte character, int radix)
    {
        int letter = character | 0x20;
        if (char.IsAsciiDigit((char)character))
            return character - '0';
        return letter is >= 'a' and <= 'f' ? letter - 'a' + 10 : radix;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, byte mark, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if ((text[0] | 0x20) != mark)
            return false;
        text = text[1..];
        bool negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && (text[0] is (byte)'-' or (byte)'+'))
            text = text[1..];
        if (text.IsEmpty)
            return false;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            exponent = Math.Min(exponent * 10 + (digit - '0'), 1_000_000);
        }
        if (negative)
            exponent = -exponent;
        return true;
    }
}
