using System.Text;

namespace CacheStorm.UnitTests.Commands;

/// <summary>Time-outs of blocking commands, as redis-server 7.0 reads them: in the 80-bit numbers of x87.</summary>
public sealed class TimeoutTests
{
    private const long Now = 1_700_000_000_000;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("1", 1000)]
    [InlineData("+1", 1000)]
    [InlineData("01", 1000)]
    [InlineData("0x10", 16_000)]
    [InlineData("0x1p-1", 500)]
    [InlineData("0.001", 1)]
    [InlineData("0.0001", 1)]
    [InlineData("1e-4000", 1)]
    [InlineData("0.07", 70)]
    [InlineData("0.253", 254)]
    [InlineData("1.5e1", 15_000)]
    [InlineData("9007199254740.993", 9_007_199_254_740_993)]
    [InlineData("18014398509481.983", 18_014_398_509_481_983)]
    public void These_are_read_and_rounded_up(string text, long milliseconds) => Assert.Equal(milliseconds, Read(text));

    [Theory]
    [InlineData("9223372036854775")]
    [InlineData("9223372036854775.8")]
    [InlineData("9223372036854775.807")]
    public void What_ends_beyond_the_clock_has_no_end(string text) => Assert.Equal(0, Read(text));

    [Theory]
    [InlineData("-1e-4000")]
    [InlineData("-0.0001")]
    [InlineData("-0.001")]
    [InlineData("-1e-3")]
    [InlineData("-0.001000000000000000000001")]
    public void What_rounds_up_to_nothing_is_nothing(string text) => Assert.Equal(0, Read(text));

    [Theory]
    [InlineData("-0.0010000000000000000001", "ERR timeout is negative")]
    [InlineData("-0.0011", "ERR timeout is negative")]
    [InlineData("-0.002", "ERR timeout is negative")]
    [InlineData("-1", "ERR timeout is negative")]
    [InlineData("-inf", "ERR timeout is negative")]
    [InlineData("inf", "ERR timeout is negative")]
    [InlineData("1e400", "ERR timeout is negative")]
    [InlineData("1e4932", "ERR timeout is negative")]
    [InlineData("9223372036854775.808", "ERR timeout is negative")]
    [InlineData("9223372036854776", "ERR timeout is negative")]
    [InlineData("9223372036854774807", "ERR timeout is negative")]
    [InlineData("-9223372036854775808", "ERR timeout is negative")]
    [InlineData("1e5000", "ERR timeout is not a float or out of range")]
    [InlineData("x", "ERR timeout is not a float or out of range")]
    [InlineData("", "ERR timeout is not a float or out of range")]
    [InlineData(" 1", "ERR timeout is not a float or out of range")]
    [InlineData("nan", "ERR timeout is not a float or out of range")]
    public void These_are_refused(string text, string error)
    {
        CommandContext call = Call(text);
        Assert.False(call.Args.TryTimeout(1, out _));
        Assert.Equal($"-{error}\r\n", Encoding.UTF8.GetString(call.Reply.ToArray()));
    }

    private static long Read(string text)
    {
        Assert.True(Call(text).Args.TryTimeout(1, out long milliseconds));
        return milliseconds;
    }

    private static CommandContext Call(string text) => new(null!)
    {
        Request = new ArgumentListBuilder().Add("WAITING"u8).Add(Encoding.UTF8.GetBytes(text)).Arguments,
        Reply = new ReplyWriter(),
        Now = Now,
    };
}
