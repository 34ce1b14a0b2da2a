using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Commands;

public sealed class ScanOptionsTests
{
    [Theory]
    [InlineData("SSCAN s 0", 10)]
    [InlineData("SSCAN s 0 COUNT 3", 3)]
    [InlineData("SSCAN s 0 count 3 Match * COUNT 4", 4)]
    [InlineData("SSCAN s 0 COUNT 9223372036854775807", int.MaxValue)]
    public void Options_are_read_and_the_last_one_counts(string request, int count)
    {
        Assert.True(ScanOptions.TryParse(Call(request), 3, out ScanOptions options));
        Assert.Equal(count, options.Count);
        Assert.True(options.Chooses("anything"u8));
    }

    [Fact]
    public void A_pattern_chooses_texts_and_numbers()
    {
        Assert.True(ScanOptions.TryParse(Call("SSCAN s 0 match b* MATCH 1*"), 3, out ScanOptions options));
        Assert.True(options.Chooses("1b"u8));
        Assert.False(options.Chooses("b1"u8));
        Assert.True(options.Chooses(new PackedElement(12)));
        Assert.False(options.Chooses(new PackedElement(21)));
    }

    [Theory]
    [InlineData("SSCAN s 0 COUNT 0", "-ERR syntax error")]
    [InlineData("SSCAN s 0 COUNT -1", "-ERR syntax error")]
    [InlineData("SSCAN s 0 COUNT", "-ERR syntax error")]
    [InlineData("SSCAN s 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("SSCAN s 0 COUNT x FOO", "-ERR value is not an integer or out of range")]
    [InlineData("SSCAN s 0 MATCH", "-ERR syntax error")]
    [InlineData("SSCAN s 0 TYPE set", "-ERR syntax error")]
    public void What_makes_no_sense_is_refused(string request, string error)
    {
        CommandContext call = Call(request);
        Assert.False(ScanOptions.TryParse(call, 3, out _));
        Assert.Equal(error, FakeCalls.ReplyOf(call).TrimEnd());
    }

    private static CommandContext Call(string request) => FakeCalls.Context(new FakeSession(1), request);
}
