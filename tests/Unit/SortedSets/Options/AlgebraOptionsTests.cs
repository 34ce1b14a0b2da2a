using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class AlgebraOptionsTests
{
    private const AlgebraForm Union = AlgebraForm.Combines | AlgebraForm.ShowsScores;

    [Fact]
    public void Union_has_weights_an_aggregate_and_scores()
    {
        ArgumentList request = Words.Of("ZUNION 2 a b aggregate max WEIGHTS 1 -inf withscores");

        Assert.True(AlgebraOptions.TryParse(request, 4, 2, Union, out AlgebraOptions options).IsEmpty);

        Assert.Equal(new AlgebraOptions(7, ScoreAggregate.Max, true, 0), options);
    }

    [Fact]
    public void The_last_of_repeated_options_counts()
    {
        ArgumentList request = Words.Of("ZUNION 1 a AGGREGATE MIN WEIGHTS 1 AGGREGATE SUM WEIGHTS 2");

        Assert.True(AlgebraOptions.TryParse(request, 3, 1, Union, out AlgebraOptions options).IsEmpty);

        Assert.Equal(new AlgebraOptions(10, ScoreAggregate.Sum, false, 0), options);
    }

    [Theory]
    [InlineData("ZUNION 2 a b WEIGHTS 1", "ERR syntax error")]
    [InlineData("ZUNION 2 a b WEIGHTS 1 x", "ERR weight value is not a float")]
    [InlineData("ZUNION 2 a b WEIGHTS 1 2 3", "ERR syntax error")]
    [InlineData("ZUNION 2 a b AGGREGATE", "ERR syntax error")]
    [InlineData("ZUNION 2 a b AGGREGATE AVG", "ERR syntax error")]
    [InlineData("ZUNION 2 a b LIMIT 1", "ERR syntax error")]
    public void Union_refuses_these(string request, string error) =>
        Assert.Equal(error, Words.Text(AlgebraOptions.TryParse(Words.Of(request), 4, 2, Union, out _)));

    [Theory]
    [InlineData("ZINTERCARD 1 a LIMIT 5", "")]
    [InlineData("ZINTERCARD 1 a LIMIT -1", "ERR LIMIT can't be negative")]
    [InlineData("ZINTERCARD 1 a LIMIT x", "ERR LIMIT can't be negative")]
    [InlineData("ZINTERCARD 1 a LIMIT", "ERR syntax error")]
    [InlineData("ZINTERCARD 1 a WITHSCORES", "ERR syntax error")]
    [InlineData("ZINTERCARD 1 a WEIGHTS 1", "ERR syntax error")]
    public void Counting_has_a_limit_only(string request, string error) =>
        Assert.Equal(error, Words.Text(AlgebraOptions.TryParse(Words.Of(request), 3, 1, AlgebraForm.Counts, out _)));
}
