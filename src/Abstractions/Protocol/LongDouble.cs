using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace CacheStorm;

/// <summary>
/// The 80-bit floating-point number of x87, in which Redis adds for INCRBYFLOAT and HINCRBYFLOAT, and counts the milliseconds of a
/// time-out: 64 bits of mantissa, rounded to even. Only what those need: reading, adding, printing.
/// </summary>
public readonly partial struct LongDouble : IEquatable<LongDouble>
{
    private const int Precision = 64;
    private const int SmallestExponent = -16445;           // of the last bit of a denormal
    private const int LargestExponent = 16383 - 63;        // of the last bit of the largest number
    private const int InfiniteExponent = int.MaxValue;
    private const int NotANumberExponent = int.MaxValue - 1;

    // The value is ±mantissa × 2^exponent; the top bit of the mantissa is set unless it is zero or denormal.
    private readonly ulong _mantissa;
    private readonly int _exponent;
    private readonly bool _negative;

    private LongDouble(bool negative, ulong mantissa, int exponent)
    {
        if (mantissa == 0)
            exponent = 0;
        _negative = negative;
        _mantissa = mantissa;
        _exponent = exponent;
    }

    /// <summary>Whether it is neither infinite nor not a number.</summary>
    public bool IsFinite => _exponent < NotANumberExponent;

    private bool IsNaN => _exponent == NotANumberExponent;

    private static LongDouble NaN => new(false, 1, NotANumberExponent);

    private static LongDouble Infinity(bool negative) => new(negative, 1, InfiniteExponent);

    /// <summary>The exact value of an integer.</summary>
    public static LongDouble From(long value)
    {
        ulong magnitude = value < 0 ? unchecked(0UL - (ulong)value) : (ulong)value;
        return Rounded(value < 0, magnitude, sticky: false, 0);
    }

    /// <summary>Adds, rounding once.</summary>
    public static LongDouble operator +(LongDouble left, LongDouble right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            if (left.IsNaN || right.IsNaN || (!left.IsFinite && !right.IsFinite && left._negative != right._negative))
                return NaN;
            return left.IsFinite ? right : left;
        }
        if (left._mantissa == 0)
            return right._mantissa == 0 ? new LongDouble(left._negative && right._negative, 0, 0) : right;
        if (right._mantissa == 0)
            return left;
        return left._exponent >= right._exponent ? AddAligned(left, right) : AddAligned(right, left);
    }

    /// <summary>Adds, rounding once.</summary>
    public static LongDouble Add(LongDouble left, LongDouble right) => left + right;

    /// <summary>Multiplies, rounding once.</summary>
    internal LongDouble Times(uint factor) =>
        IsFinite ? Rounded(_negative, (UInt128)_mantissa * factor, sticky: false, _exponent) : this;

    /// <summary>The smallest integer that is not below the number.</summary>
    /// <param name="value">The integer; 0 when there is none.</param>
    /// <returns>False when it takes more than 64 bits, or the number is not finite.</returns>
    internal bool TryCeiling(out long value)
    {
        value = 0;
        if (_mantissa == 0)
            return true;
        if (_exponent >= 0)
            return false;
        int fraction = -_exponent;
        ulong whole = fraction < 64 ? _mantissa >> fraction : 0;
        if (!_negative && (fraction >= 64 || (_mantissa & ((1UL << fraction) - 1)) != 0))
            whole++;
        if (whole > long.MaxValue)
            return false;
        value = _negative ? -(long)whole : (long)whole;
        return true;
    }

    /// <summary>Adds the number with the smaller exponent to the one with the larger.</summary>
    private static LongDouble AddAligned(LongDouble large, LongDouble small)
    {
        // 62 bits below the large number's last are exact; whatever lies below them is one sticky bit, which is
        // enough to round by, for a result that needs it has lost at most one bit of its length.
        int shift = Math.Min(large._exponent - small._exponent, 62);
        int exponent = large._exponent - shift;
        UInt128 first = (UInt128)large._mantissa << shift;
        int below = exponent - small._exponent;
        UInt128 second = small._mantissa;
        if (below > 0)
        {
            ulong kept = below >= 64 ? 0 : small._mantissa >> below;
            bool lost = below >= 64 || (small._mantissa & ((1UL << below) - 1)) != 0;
            second = kept | (lost ? 1UL : 0UL);
        }

        if (large._negative == small._negative)
            return Rounded(large._negative, first + second, sticky: false, exponent);
        if (first == second)
            return default;
        return first > second
            ? Rounded(large._negative, first - second, sticky: false, exponent)
            : Rounded(small._negative, second - first, sticky: false, exponent);
    }

    private static LongDouble Rounded(bool negative, UInt128 value, bool sticky, int exponent)
    {
        BinaryRounding.Round(
            value, sticky, exponent, Precision, SmallestExponent, out ulong mantissa, out int rounded);
        return mantissa != 0 && rounded > LargestExponent - (Precision - BitLength(mantissa))
            ? Infinity(negative)
            : new LongDouble(negative, mantissa, rounded);
    }

    private static int BitLength(ulong value) => 64 - BitOperations.LeadingZeroCount(value);

    /// <inheritdoc/>
    public bool Equals(LongDouble other) => !IsNaN && !other.IsNaN && _mantissa == other._mantissa
        && (_mantissa == 0 || (_exponent == other._exponent && _negative == other._negative));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is LongDouble other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _mantissa == 0 ? 0 : HashCode.Combine(_mantissa, _exponent, _negative);

    /// <summary>Whether the numbers are the same.</summary>
    public static bool operator ==(LongDouble left, LongDouble right) => left.Equals(right);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(LongDouble left, LongDouble right) => !left.Equals(right);
}
