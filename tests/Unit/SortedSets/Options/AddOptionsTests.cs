using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class AddOptionsTests
{
    [Theory]
    [InlineData("ZADD z 1 a", 0, 2)]
    [InlineData("ZADD z 1 a 2 b", 0, 2)]
    [InlineData("ZADD z NX 1 a", (int)AddFlags.OnlyNew, 3)]
    [InlineData("ZADD z xx ch gt 1 a", (int)(AddFlags.OnlyExisting | AddFlags.CountChanged | AddFlags.OnlyGreater), 5)]
    [InlineData("ZADD z lt LT incr 1 a", (int)(AddFlags.OnlyLess | AddFlags.Increment), 5)]
    [InlineData("ZADD z foo a", 0, 2)]
    [InlineData("ZADD z 1 NX", 0, 2)]
    public void These_are_read(string request, int flags, int firstPair)
    {
        ReadOnlySpan<byte> error = AddOptions.TryParse(Words.Of(request), AddFlags.None, out AddOptions options);

        Assert.Equal("", Words.Text(error));
        Assert.Equal(new AddOptions((AddFlags)flags, firstPair), options);
    }

    [Theory]
    [InlineData("ZADD z NX XX", "ERR syntax error")]
    [InlineData("ZADD z 1 a 2", "ERR syntax error")]
    [InlineData("ZADD z NX XX GT 1 a", "ERR XX and NX options at the same time are not compatible")]
    [InlineData("ZADD z NX GT 1 a", "ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD z GT LT 1 a", "ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD z INCR 1 a 2 b", "ERR INCR option supports a single increment-element pair")]
    public void These_are_refused(string request, string error) =>
        Assert.Equal(error, Words.Text(AddOptions.TryParse(Words.Of(request), AddFlags.None, out _)));

    [Fact]
    public void Zincrby_increments_without_a_word()
    {
        Assert.True(AddOptions.TryParse(Words.Of("ZINCRBY z 1 a"), AddFlags.Increment, out AddOptions options).IsEmpty);
        Assert.True(options.Has(AddFlags.Increment));
        Assert.Equal("ERR syntax error", Words.Text(AddOptions.TryParse(Words.Of("ZINCRBY z nx a"), AddFlags.Increment, out _)));
    }
}
