using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class ScanOptionsTests
{
    [Fact]
    public void Pattern_and_count()
    {
        Assert.True(ScanOptions.TryParse(Words.Of("ZSCAN z 0 match a* COUNT 99999999999"), 3, out ScanOptions options).IsEmpty);

        Assert.Equal(int.MaxValue, options.Count);
        Assert.True(options.Chooses("ab"u8));
        Assert.False(options.Chooses("ba"u8));
    }

    [Theory]
    [InlineData("ZSCAN z 0 COUNT", "ERR syntax error")]
    [InlineData("ZSCAN z 0 COUNT 0", "ERR syntax error")]
    [InlineData("ZSCAN z 0 COUNT x", "ERR value is not an integer or out of range")]
    [InlineData("ZSCAN z 0 TYPE zset", "ERR syntax error")]
    public void These_are_refused(string request, string error) =>
        Assert.Equal(error, Words.Text(ScanOptions.TryParse(Words.Of(request), 3, out _)));
}
