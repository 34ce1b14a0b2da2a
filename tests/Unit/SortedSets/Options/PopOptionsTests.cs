using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class PopOptionsTests
{
    private const long Now = 1_700_000_000_000;

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

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1000)]
    [InlineData("0.001", 1)]
    [InlineData("0.0001", 1)]
    [InlineData("1.5e1", 15_000)]
    [InlineData("9223372036854775", 0)]
    public void Time_outs(string text, long milliseconds)
    {
        Assert.True(BlockingTimeout.TryParse(Words.Of(text)[0], Now, out long read).IsEmpty);
        Assert.Equal(milliseconds, read);
    }

    [Theory]
    [InlineData("-1", "ERR timeout is negative")]
    [InlineData("inf", "ERR timeout is negative")]
    [InlineData("1e400", "ERR timeout is negative")]
    [InlineData("9223372036854776", "ERR timeout is negative")]
    [InlineData("x", "ERR timeout is not a float or out of range")]
    [InlineData("''", "ERR timeout is not a float or out of range")]
    [InlineData("nan", "ERR timeout is not a float or out of range")]
    public void No_time_outs(string text, string error) =>
        Assert.Equal(error, Words.Text(BlockingTimeout.TryParse(Words.Of(text)[0], Now, out _)));
}
