using System.Numerics;

namespace CacheStorm.Plugins.Strings;

/// <summary>
/// A number as x86 computes in 80 bits: a sign, 64 bits of mantissa, 15 bits of exponent, rounded to the nearest, ties to even.
/// INCRBYFLOAT adds in this format in Redis, so the last digits agree only when ours are computed in it, too.
/// </summary>
internal readonly partial struct ExtendedNumber
{
    private const int MantissaBits = 64;
    private const int LowestExponent = -16445;
    private const int HighestExponent = 16320;

    private readonly ulong _mantissa;
    private readonly int _exponent;
    private readonly bool _negative;

    private ExtendedNumber(bool negative, ulong mantissa, int exponent, bool isFinite = true)
    {
        _negative = negative;
        _mantissa = mantissa;
        _exponent = exponent;
        IsFinite = isFinite;
    }

    /// <summary>False for the infinities, and for the sum of two opposite ones.</summary>
    public bool IsFinite { get; }

    private bool IsZero => IsFinite && _mantissa == 0;

    private BigInteger SignedMantissa => _negative ? -(BigInteger)_mantissa : _mantissa;

    private static ExtendedNumber Infinity(bool negative) => new(negative, 0, 0, isFinite: false);

    /// <summary>The sum.</summary>
    public static ExtendedNumber operator +(ExtendedNumber left, ExtendedNumber right)
    {
        if (!left.IsFinite || !right.IsFinite)
            return Infinity(left.IsFinite ? right._negative : left._negative);
        if (left.IsZero)
            return right;
        if (right.IsZero)
            return left;
        if (left._exponent < right._exponent)
            (left, right) = (right, left);

        // Numbers further apart than this leave nothing of the smaller one but the direction in which to round.
        int distance = left._exponent - right._exponent;
        if (distance > 2 * MantissaBits + 2)
        {
            BigInteger nudged = (left.SignedMantissa << (MantissaBits + 2)) + (right._negative ? -1 : 1);
            return Round(nudged.Sign < 0, BigInteger.Abs(nudged), left._exponent - MantissaBits - 2);
        }
        BigInteger sum = (left.SignedMantissa << distance) + right.SignedMantissa;
        return Round(sum.Sign < 0, BigInteger.Abs(sum), right._exponent);
    }

    /// <summary>The nearest number to magnitude × 2^exponent. A set lowest bit may stand for "and a little more".</summary>
    private static ExtendedNumber Round(bool negative, BigInteger magnitude, int exponent)
    {
        if (magnitude.IsZero)
            return new ExtendedNumber(negative, 0, LowestExponent);
        int excess = Math.Max((int)magnitude.GetBitLength() - MantissaBits, LowestExponent - exponent);
        if (excess > 0)
        {
            magnitude = ShiftRounded(magnitude, excess);
            exponent += excess;
            if (magnitude.GetBitLength() > MantissaBits)
            {
                magnitude >>= 1;
                exponent++;
            }
        }
        int missing = MantissaBits - (int)magnitude.GetBitLength();
        if (exponent - missing > HighestExponent)
            return Infinity(negative);
        return new ExtendedNumber(negative, (ulong)magnitude, exponent);
    }

    private static BigInteger ShiftRounded(BigInteger magnitude, int bits)
    {
        BigInteger quotient = magnitude >> bits;
        BigInteger rest = magnitude - (quotient << bits);
        int side = rest.CompareTo(BigInteger.One << (bits - 1));
        return side > 0 || (side == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
