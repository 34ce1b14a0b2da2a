using System.Globalization;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>Numbers of scripts as arguments of commands, as C prints them with <c>%.17g</c>, and as integer replies.</summary>
internal static class LuaNumbers
{
    public const int MaxLength = 32;

    /// <summary>Writes a number with seventeen digits.</summary>
    /// <returns>How many bytes it takes.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15 && (value != 0 || !double.IsNegative(value)))
        {
            ((long)value).TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
            return written;
        }
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> word = double.IsNaN(value) ? double.IsNegative(value) ? "-nan"u8 : "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
            word.CopyTo(destination);
            return word.Length;
        }
        return FormatDigits(value, 17, destination);
    }

    /// <summary>Writes a finite number with fourteen digits, as C prints it with <c>%.14g</c>.</summary>
    /// <returns>How many bytes it takes.</returns>
    public static int FormatShort(double value, Span<byte> destination)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e14 && (value != 0 || !double.IsNegative(value)))
        {
            ((long)value).TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
            return written;
        }
        return FormatDigits(value, 14, destination);
    }

    /// <summary>A number as an integer, as a cast of C gives it on the usual processors.</summary>
    public static long Truncate(double value) =>
        value >= -9223372036854775808.0 && value < 9223372036854775808.0 ? (long)value : long.MinValue;

    private static int FormatDigits(double value, int precision, Span<byte> destination)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out int length, precision == 17 ? "E16" : "E13", CultureInfo.InvariantCulture); // -d.ddddddddddddddddE+ddd
        text = text[..length];
        int at = 0;
        if (text[0] == '-')
        {
            destination[at++] = (byte)'-';
            text = text[1..];
        }
        Span<byte> digits = stackalloc byte[17];
        digits[0] = text[0];
        text.Slice(2, precision - 1).CopyTo(digits[1..]);
        digits = digits[..precision];
        int exponent = int.Parse(text[(precision + 2)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int count = digits.TrimEnd((byte)'0').Length;
        if (count == 0)
            count = 1;
        digits = digits[..count];
        if (exponent < -4 || exponent >= precision)
        {
            destination[at++] = digits[0];
            at += Fraction(digits[1..], destination[at..]);
            destination[at++] = (byte)'e';
            destination[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
            int size = Math.Abs(exponent);
            if (size < 10)
                destination[at++] = (byte)'0';
            size.TryFormat(destination[at..], out int written, default, CultureInfo.InvariantCulture);
            return at + written;
        }
        if (exponent < 0)
        {
            destination[at++] = (byte)'0';
            destination[at++] = (byte)'.';
            destination.Slice(at, -exponent - 1).Fill((byte)'0');
            at += -exponent - 1;
            digits.CopyTo(destination[at..]);
            return at + count;
        }
        int whole = Math.Min(count, exponent + 1);
        digits[..whole].CopyTo(destination[at..]);
        at += whole;
        destination.Slice(at, exponent + 1 - whole).Fill((byte)'0');
        at += exponent + 1 - whole;
        return at + Fraction(digits[whole..], destination[at..]);
    }

    private static int Fraction(ReadOnlySpan<byte> digits, Span<byte> destination)
    {
        if (digits.IsEmpty)
            return 0;
        destination[0] = (byte)'.';
        digits.CopyTo(destination[1..]);
        return digits.Length + 1;
    }
}
