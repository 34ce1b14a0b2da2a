using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class PopOptionsTests
{
    [Theory]
    [InlineData("ZMPOP 1 a MIN", 1, false, 1)]
    [InlineData("ZMPOP 2 a b max COUNT 7", 2, true, 7)]
    [InlineData("ZMPOP 2 a MIN MIN", 2, false, 1)]
    public void These_are_read(string request, int keys, bool fromTop, long count)
    {
        Assert.True(PopOptions.TryParse(Words.Of(request), 1, out PopOptions options).IsEmpty);
        Assert.Equal(new PopOptions(2, keys, fromTop, count), options);
    }

    [Theory]
    [InlineData("ZMPOP 0 a MIN", "ERR numkeys should be greater than 0")]
    [InlineData("ZMPOP x a MIN", "ERR numkeys should be greater than 0")]
    [InlineData("ZMPOP 2 a MIN", "ERR syntax error")]
    [InlineData("ZMPOP 9223372036854775807 a MIN", "ERR syntax error")]
    [InlineData("ZMPOP 1 a FOO", "ERR syntax error")]
    [InlineData("ZMPOP 1 a MIN COUNT", "ERR syntax error")]
    [InlineData("ZMPOP 1 a MIN COUNT 0", "ERR count should be greater than 0")]
    [InlineData("ZMPOP 1 a MIN COUNT 1 COUNT 1", "ERR syntax error")]
    public void These_are_refused(string request, string error) =>
        Assert.Equal(error, Words.Text(PopOptions.TryParse(Words.Of(request), 1, out _)));
}
