using CacheStorm.Plugins.Keys;

namespace CacheStorm.UnitTests.Keys;

public sealed class ExpireOptionsTests
{
    [Theory]
    [InlineData("", -1, 5, true)]
    [InlineData("", 9, 5, true)]
    [InlineData("NX", -1, 5, true)]
    [InlineData("NX", 9, 5, false)]
    [InlineData("XX", -1, 5, false)]
    [InlineData("xx", 9, 5, true)]
    [InlineData("GT", -1, 5, false)]    // no expiry is later than any
    [InlineData("GT", 5, 5, false)]
    [InlineData("GT", 4, 5, true)]
    [InlineData("LT", -1, 5, true)]
    [InlineData("LT", 5, 5, false)]
    [InlineData("lt", 6, 5, true)]
    [InlineData("XX GT", 4, 5, true)]
    [InlineData("XX LT", -1, 5, false)]
    [InlineData("GT GT", 4, 5, true)]
    public void Conditions_look_at_the_present_expiry(string conditions, long current, long wanted, bool allowed)
    {
        CommandContext call = KeyCalls.Of($"EXPIRE k 5 {conditions}".TrimEnd());
        Assert.True(ExpireOptions.TryParse(call, out ExpireOptions options));
        Assert.Equal(allowed, options.Allow(current, wanted));
    }

    [Theory]
    [InlineData("FOO", "-ERR Unsupported option FOO")]
    [InlineData("NX FOO", "-ERR Unsupported option FOO")]
    [InlineData("NX XX", "-ERR NX and XX, GT or LT options at the same time are not compatible")]
    [InlineData("NX GT", "-ERR NX and XX, GT or LT options at the same time are not compatible")]
    [InlineData("GT LT", "-ERR GT and LT options at the same time are not compatible")]
    public void What_does_not_go_together_is_refused(string conditions, string error)
    {
        CommandContext call = KeyCalls.Of($"EXPIRE k 5 {conditions}");
        Assert.False(ExpireOptions.TryParse(call, out _));
        Assert.Equal(error, KeyCalls.ReplyOf(call));
    }
}
