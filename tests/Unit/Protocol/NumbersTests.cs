using System.Globalization;
using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Protocol;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("9", 9L)]
    [InlineData("-1", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("1000000000000000000", 1_000_000_000_000_000_000L)]
    public void Integers_are_read(string text, long value)
    {
        Assert.True(Numbers.TryParseInt64(Bytes(text), out long read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("01")]
    [InlineData("-0")]
    [InlineData("-01")]
    [InlineData("00")]
    [InlineData("1.0")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999")]
    [InlineData("-99999999999999999999")]
    [InlineData("100000000000000000000")]
    public void What_is_no_integer_is_refused(string text) =>
        Assert.False(Numbers.TryParseInt64(Bytes(text), out _));

    [Fact]
    public void Integers_survive_being_printed() => Gen.Long.Sample(value =>
    {
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        int length = Numbers.FormatInt64(text, value);
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text[..length]));
        Assert.True(Numbers.TryParseInt64(text[..length], out long read));
        Assert.Equal(value, read);
    });

    [Theory]
    [MemberData(nameof(DoubleTexts.Rows), MemberType = typeof(DoubleTexts))]
    public void Doubles_are_read_and_printed_as_Redis_does(string text, string? printed)
    {
        bool read = Numbers.TryParseDouble(Bytes(text), out double value);
        Assert.Equal(printed is not null, read);
        if (read)
            Assert.Equal(printed, Printed(value + 0.0)); // a sorted set keeps no minus zero
    }

    [Fact]
    public void Doubles_survive_being_printed() => Gen.Double.Where(double.IsFinite).Sample(value =>
    {
        string text = Printed(value);
        Assert.True(text.Length <= Numbers.MaxDoubleLength);
        Assert.True(Numbers.TryParseDouble(Bytes(text), out double read));
        Assert.Equal(value, read);
    });

    [Theory]
    [InlineData(0.0001, "0.0001")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(-double.Epsilon, "-4.9406564584124654e-324")]
    [InlineData(99999999999999984, "99999999999999984")]
    public void Doubles_are_printed(double value, string text) => Assert.Equal(text, Printed(value));

    [Theory]
    [MemberData(nameof(LongDoubleSums.Rows), MemberType = typeof(LongDoubleSums))]
    public void Sums_match_INCRBYFLOAT(string first, string second, string sum)
    {
        Assert.True(LongDouble.TryParse(Bytes(first), out LongDouble left));
        Assert.True(LongDouble.TryParse(Bytes(second), out LongDouble right));
        Assert.Equal(sum, (left + right).ToString());
        Assert.Equal(sum, (right + left).ToString());
    }

    [Theory]
    [InlineData("1e4932", 4933)]
    [InlineData("1.18973149535723176502e4932", 4933)]
    [InlineData("1e4933", -1)]
    [InlineData("3e-4951", 1)]
    [InlineData("1e-4951", -1)]
    [InlineData("1e-4950", 1)]
    [InlineData("0x1p16383", 4932)]
    [InlineData("0x1p16384", -1)]
    [InlineData("1e999999999999", -1)]
    [InlineData("nan", -1)]
    [InlineData("", -1)]
    [InlineData(" 1", -1)]
    [InlineData("1 ", -1)]
    public void The_ends_of_the_range_are_where_Redis_has_them(string text, int printedLength)
    {
        bool read = LongDouble.TryParse(Bytes(text), out LongDouble value);
        Assert.Equal(printedLength >= 0, read);
        if (read)
            Assert.Equal(printedLength, value.ToString().Length);
    }

    [Fact]
    public void Infinity_is_seen_in_the_sum()
    {
        Assert.True(LongDouble.TryParse("inf"u8, out LongDouble infinity));
        Assert.True(LongDouble.TryParse("-inf"u8, out LongDouble minus));
        Assert.True(LongDouble.TryParse("1.18973149535723176502e4932"u8, out LongDouble largest));
        Assert.False((infinity + LongDouble.From(1)).IsFinite);
        Assert.False((infinity + minus).IsFinite);
        Assert.False((largest + largest).IsFinite);
        Assert.True((largest + LongDouble.From(1)).IsFinite);
        Assert.Equal("nan", (infinity + minus).ToString());
    }

    [Fact]
    public void A_text_as_long_as_the_limit_is_refused()
    {
        Assert.True(LongDouble.TryParse(Bytes(new string('0', LongDouble.MaxLength - 2) + "7"), out LongDouble seven));
        Assert.Equal("7", seven.ToString());
        Assert.False(LongDouble.TryParse(Bytes(new string('0', LongDouble.MaxLength - 1) + "7"), out _));
    }

    [Fact]
    public void Whole_numbers_add_like_whole_numbers() => Gen.Select(Gen.Long, Gen.Long).Sample((left, right) =>
    {
        Int128 sum = (Int128)left + right;
        Assert.Equal(sum.ToString(CultureInfo.InvariantCulture), (LongDouble.From(left) + LongDouble.From(right)).ToString());
    });

    private static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    private static string Printed(double value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        return Encoding.ASCII.GetString(text[..Numbers.FormatDouble(text, value)]);
    }
}
