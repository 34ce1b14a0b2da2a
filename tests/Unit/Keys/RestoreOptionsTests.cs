using CacheStorm.Plugins.Keys;

namespace CacheStorm.UnitTests.Keys;

public sealed class RestoreOptionsTests
{
    [Fact]
    public void Nothing_is_asked_for_by_default()
    {
        Assert.True(RestoreOptions.TryParse(KeyCalls.Of("RESTORE k 0 x"), out RestoreOptions options));
        Assert.False(options.Replace);
        Assert.False(options.IsAbsolute);
        Assert.Equal(-1, options.IdleSeconds);
        Assert.Equal(-1, options.Frequency);
    }

    [Fact]
    public void All_that_is_given_is_read()
    {
        Assert.True(RestoreOptions.TryParse(KeyCalls.Of("RESTORE k 0 x replace IDLETIME 7 ABSTTL"), out RestoreOptions options));
        Assert.True(options.Replace);
        Assert.True(options.IsAbsolute);
        Assert.Equal(7, options.IdleSeconds);
        Assert.True(RestoreOptions.TryParse(KeyCalls.Of("RESTORE k 0 x FREQ 255"), out options));
        Assert.Equal(255, options.Frequency);
    }

    [Theory]
    [InlineData("IDLETIME -1", "-ERR Invalid IDLETIME value, must be >= 0")]
    [InlineData("IDLETIME x", "-ERR value is not an integer or out of range")]
    [InlineData("IDLETIME", "-ERR syntax error")]
    [InlineData("FREQ 256", "-ERR Invalid FREQ value, must be >= 0 and <= 255")]
    [InlineData("FREQ 1 IDLETIME 1", "-ERR syntax error")]
    [InlineData("IDLETIME 1 FREQ 1", "-ERR syntax error")]
    [InlineData("FOO", "-ERR syntax error")]
    public void What_makes_no_sense_is_refused(string options, string error)
    {
        CommandContext call = KeyCalls.Of($"RESTORE k 0 x {options}");
        Assert.False(RestoreOptions.TryParse(call, out _));
        Assert.Equal(error, KeyCalls.ReplyOf(call));
    }
}
