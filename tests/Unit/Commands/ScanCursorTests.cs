using System.Text;
using CacheStorm.Plugins.Keys;

namespace CacheStorm.UnitTests.Commands;

public sealed class ScanCursorTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("", 0UL)]
    [InlineData("007", 7UL)]
    [InlineData("+5", 5UL)]
    [InlineData("-1", ulong.MaxValue)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("9\0x", 9UL)]
    public void Numbers_are_read_as_c_reads_them(string text, ulong expected)
    {
        Assert.True(ScanCursor.TryParse(Encoding.UTF8.GetBytes(text), out ulong cursor));
        Assert.Equal(expected, cursor);
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("0x10")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999")]
    public void Anything_else_is_none(string text) => Assert.False(ScanCursor.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void The_longest_fits()
    {
        Span<byte> room = stackalloc byte[Numbers.MaxInt64Length];
        Assert.Equal("18446744073709551615"u8, room[..ScanCursor.Format(ulong.MaxValue, room)]);
    }
}
