using CacheStorm.Plugins.Keys;

namespace CacheStorm.UnitTests.Keys;

public sealed class KeyScanOptionsTests
{
    [Theory]
    [InlineData("SCAN 0", 10)]
    [InlineData("SCAN 0 count 3 TYPE hash Match * COUNT 4 type string", 4)]
    public void A_type_stands_among_the_others(string request, int count)
    {
        Assert.True(KeyScanOptions.TryParse(KeyCalls.Of(request), out KeyScanOptions options));
        Assert.Equal(count, options.Count);
    }

    [Theory]
    [InlineData("SCAN 0 TYPE")]
    [InlineData("SCAN 0 FOO x")]
    [InlineData("SCAN 0 NOVALUES")]
    public void What_makes_no_sense_is_refused(string request)
    {
        CommandContext call = KeyCalls.Of(request);
        Assert.False(KeyScanOptions.TryParse(call, out _));
        Assert.Equal("-ERR syntax error", KeyCalls.ReplyOf(call));
    }
}
