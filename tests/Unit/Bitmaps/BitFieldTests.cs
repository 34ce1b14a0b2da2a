using System.Numerics;
using System.Text;
using CacheStorm.Plugins.Bitmaps;
using CsCheck;

namespace CacheStorm.UnitTests.Bitmaps;

/// <summary>Fields of any width at any bit, against single bits and unlimited integers.</summary>
public class BitFieldTests
{
    private static readonly Gen<FieldType> Types =
        from signed in Gen.Bool
        from bits in Gen.Int[1, signed ? 64 : 63]
        select new FieldType(signed, bits);

    private static readonly Gen<long> Values = Gen.OneOf(
        Gen.Long, Gen.Long[-300, 300], Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Int[0, 62].Select(shift => 1L << shift));

    [Fact]
    public void A_field_reads_as_its_bits() =>
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Long[0, 200], Types).Sample((bytes, offset, type) =>
            Assert.Equal(Naive(bytes, offset, type), BitField.Read(bytes, offset, type)));

    [Fact]
    public void A_field_written_is_read_again_and_nothing_beside_it_changes() =>
        Gen.Select(Gen.Byte.Array[24], Gen.Long[0, 120], Types, Values).Sample((bytes, offset, type, value) =>
        {
            string before = BitsOf(bytes);
            int length = (int)new FieldOperation(FieldAction.Set, type, offset, value, FieldOverflow.Wrap).Reach;
            BitField.Write(bytes.AsSpan(0, length), offset, type.Bits, value);
            string after = BitsOf(bytes);

            int unused = 64 - type.Bits;
            Assert.Equal(type.IsSigned ? value << unused >> unused : (long)((ulong)value << unused >> unused), BitField.Read(bytes, offset, type));
            Assert.Equal(before[..(int)offset], after[..(int)offset]);
            Assert.Equal(before[((int)offset + type.Bits)..], after[((int)offset + type.Bits)..]);
        });

    [Fact]
    public void A_sum_wraps_saturates_or_fails() =>
        Gen.Select(Types, Values, Values, Gen.Int[0, 2]).Sample((type, held, by, overflow) =>
        {
            BigInteger min = type.IsSigned ? -BigInteger.Pow(2, type.Bits - 1) : 0;
            BigInteger size = BigInteger.Pow(2, type.Bits);
            long current = (long)Wrap(held, min, size);
            BigInteger sum = current + (BigInteger)by;
            bool fits = sum >= min && sum < min + size;
            var operation = new FieldOperation(FieldAction.IncrementBy, type, 0, by, (FieldOverflow)overflow);

            bool stored = FieldArithmetic.TryCompute(operation, current, out long result);

            Assert.Equal(fits || operation.Overflow != FieldOverflow.Fail, stored);
            if (!stored)
                return;
            BigInteger expected = fits ? sum
                : operation.Overflow == FieldOverflow.Wrap ? Wrap(sum, min, size)
                : sum < min ? min : min + size - 1;
            Assert.Equal((long)expected, result);
        });

    [Theory]
    [InlineData("u64")]
    [InlineData("i65")]
    [InlineData("u0")]
    [InlineData("i08")]
    [InlineData("U8")]
    [InlineData("8")]
    [InlineData("")]
    public void Other_types_are_refused(string text) => Assert.False(FieldType.TryParse(Encoding.UTF8.GetBytes(text), out _));

    private static BigInteger Wrap(BigInteger value, BigInteger min, BigInteger size)
    {
        BigInteger rest = (value - min) % size;
        return min + (rest < 0 ? rest + size : rest);
    }

    private static long Naive(byte[] bytes, long offset, FieldType type)
    {
        BigInteger value = 0;
        for (long bit = offset; bit < offset + type.Bits; bit++)
            value = value * 2 + (bit / 8 < bytes.Length && (bytes[bit / 8] & 1 << (int)(7 - bit % 8)) != 0 ? 1 : 0);
        return (long)(type.IsSigned ? Wrap(value, -BigInteger.Pow(2, type.Bits - 1), BigInteger.Pow(2, type.Bits)) : value);
    }

    private static string BitsOf(byte[] bytes) => string.Concat(bytes.Select(one => one.ToString("b8")));
}
