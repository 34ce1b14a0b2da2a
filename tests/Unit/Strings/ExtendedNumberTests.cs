using System.Text;
using CacheStorm.Plugins.Strings;

namespace CacheStorm.UnitTests.Strings;

public class ExtendedNumberTests
{
    [Theory]
    [InlineData("10.50", "0.1", "10.6")]
    [InlineData("5.0e3", "2.0e2", "5200")]
    [InlineData("3", "1.1", "4.1")]
    [InlineData("1", "-1", "0")]
    [InlineData("-0", "0", "0")]
    [InlineData("0x10", "0x.8p1", "17")]
    [InlineData("1e19", "1", "10000000000000000001")]
    [InlineData("1e20", "1", "100000000000000000000")]
    [InlineData("18446744073709551615", "0.5", "18446744073709551616")]
    [InlineData("1e-17", "1e-18", "0.00000000000000001")]
    [InlineData("1e30", "-1e-30", "1000000000000000000024696061952")]
    public void Adds_in_extended_precision(string left, string right, string sum)
    {
        Assert.True(ExtendedNumber.TryParse(Encoding.ASCII.GetBytes(left), out ExtendedNumber a));
        Assert.True(ExtendedNumber.TryParse(Encoding.ASCII.GetBytes(right), out ExtendedNumber b));

        Assert.Equal(sum, Encoding.ASCII.GetString((a + b).Format()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("nan")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("1e5000")]
    [InlineData("1e-5000")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("0x")]
    public void Refuses_what_is_no_number_or_out_of_range(string text) =>
        Assert.False(ExtendedNumber.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Infinity_can_be_read_and_is_not_finite()
    {
        Assert.True(ExtendedNumber.TryParse("-Inf"u8, out ExtendedNumber number));
        Assert.False(number.IsFinite);
    }
}
