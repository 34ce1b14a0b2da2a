using CacheStorm.Plugins.Keys;

namespace CacheStorm.UnitTests.Keys;

public sealed class ScanOptionsTests
{
    [Theory]
    [InlineData("SCAN 0", 10)]
    [InlineData("SCAN 0 COUNT 3", 3)]
    [InlineData("SCAN 0 count 3 Match * COUNT 4 type string", 4)]
    [InlineData("SCAN 0 COUNT 9223372036854775807", int.MaxValue)]
    public void Options_are_read_and_the_last_one_counts(string request, int count)
    {
        Assert.True(ScanOptions.TryParse(KeyCalls.Of(request), out ScanOptions options));
        Assert.Equal(count, options.Count);
    }

    [Theory]
    [InlineData("SCAN 0 COUNT 0", "-ERR syntax error")]
    [InlineData("SCAN 0 COUNT", "-ERR syntax error")]
    [InlineData("SCAN 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("SCAN 0 MATCH", "-ERR syntax error")]
    [InlineData("SCAN 0 FOO x", "-ERR syntax error")]
    public void What_makes_no_sense_is_refused(string request, string error)
    {
        CommandContext call = KeyCalls.Of(request);
        Assert.False(ScanOptions.TryParse(call, out _));
        Assert.Equal(error, KeyCalls.ReplyOf(call));
    }
}
