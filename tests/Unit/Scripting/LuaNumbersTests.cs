using System.Text;
using CacheStorm.Plugins.Scripting.Lua;

namespace CacheStorm.UnitTests.Scripting;

/// <summary>Numbers of scripts as C prints and casts them.</summary>
public sealed class LuaNumbersTests
{
    [Theory]
    [InlineData(3, "3")]
    [InlineData(-7, "-7")]
    [InlineData(3.1, "3.1000000000000001")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1e20, "1e+20")]
    [InlineData(1e-7, "9.9999999999999995e-08")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(12345678.125, "12345678.125")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1.5e300, "1.5000000000000001e+300")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Seventeen_digits(double value, string expected)
    {
        Span<byte> text = stackalloc byte[LuaNumbers.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..LuaNumbers.Format(value, text)]));
    }

    [Fact]
    public void Every_number_is_read_back_as_it_was()
    {
        var random = new Random(11);
        Span<byte> text = stackalloc byte[LuaNumbers.MaxLength];
        for (int i = 0; i < 200_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsNaN(value))
                continue;
            int length = LuaNumbers.Format(value, text);
            if (double.IsFinite(value))
                Assert.Equal(value, double.Parse(text[..length], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(3.99, 3)]
    [InlineData(-3.99, -3)]
    [InlineData(1e300, long.MinValue)]
    [InlineData(double.NaN, long.MinValue)]
    public void Replies_are_cut_off(double value, long expected) => Assert.Equal(expected, LuaNumbers.Truncate(value));
}
