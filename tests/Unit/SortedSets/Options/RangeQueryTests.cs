using CacheStorm.Plugins.SortedSets;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class RangeQueryTests
{
    private static readonly RangeForm s_any = new(RangeKind.Unsaid, null, AllowsScores: true);
    private static readonly RangeForm s_stored = new(RangeKind.Unsaid, null, AllowsScores: false);
    private static readonly RangeForm s_scoresDown = new(RangeKind.Score, true, AllowsScores: true);

    [Theory]
    [InlineData("ZRANGE z 0 -1", false, false)]
    [InlineData("ZRANGE z 0 -1 WITHSCORES", false, true)]
    [InlineData("ZRANGE z (1 inf BYSCORE REV LIMIT 1 -1 WITHSCORES", true, true)]
    [InlineData("ZRANGE z - [b bylex limit 0 1", false, false)]
    [InlineData("ZRANGE z 0 1 LIMIT 5 -1", false, false)]
    public void These_are_read(string request, bool reversed, bool withScores)
    {
        Assert.Equal("", Words.Text(RangeQuery.TryParse(Words.Of(request), 1, s_any, out RangeQuery query)));
        Assert.Equal(reversed, query.Reversed);
        Assert.Equal(withScores, query.WithScores);
    }

    [Theory]
    [InlineData("ZRANGE z 0 1 REV REV", "ERR syntax error")]
    [InlineData("ZRANGE z 0 1 BYSCORE BYLEX", "ERR syntax error")]
    [InlineData("ZRANGE z 0 1 BYSCORE LIMIT 0", "ERR syntax error")]
    [InlineData("ZRANGE z 0 1 BYSCORE LIMIT 0 x", "ERR value is not an integer or out of range")]
    [InlineData("ZRANGE z x 1 LIMIT 0 1", "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")]
    [InlineData("ZRANGE z x y BYLEX WITHSCORES", "ERR syntax error, WITHSCORES not supported in combination with BYLEX")]
    [InlineData("ZRANGE z x 1", "ERR value is not an integer or out of range")]
    [InlineData("ZRANGE z x 1 BYSCORE", "ERR min or max is not a float")]
    [InlineData("ZRANGE z x 1 BYLEX", "ERR min or max not valid string range item")]
    public void These_are_refused(string request, string error) =>
        Assert.Equal(error, Words.Text(RangeQuery.TryParse(Words.Of(request), 1, s_any, out _)));

    [Fact]
    public void What_the_name_says_is_no_option()
    {
        Assert.False(RangeQuery.TryParse(Words.Of("ZREVRANGEBYSCORE z 1 0 REV"), 1, s_scoresDown, out _).IsEmpty);
        Assert.False(RangeQuery.TryParse(Words.Of("ZREVRANGEBYSCORE z 1 0 BYSCORE"), 1, s_scoresDown, out _).IsEmpty);
        Assert.False(RangeQuery.TryParse(Words.Of("ZRANGESTORE d z 0 1 WITHSCORES"), 2, s_stored, out _).IsEmpty);
        Assert.True(RangeQuery.TryParse(Words.Of("ZRANGESTORE d z 0 1 REV"), 2, s_stored, out _).IsEmpty);
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("(1", "(2")]
    [InlineData("''", "(")]
    [InlineData("-inf", "+inf")]
    [InlineData("1e999", "-1e999")]
    [InlineData("0x10", "1e-999")]
    [InlineData("\t1", "1\0x")]
    public void Ends_of_score_ranges(string min, string max)
    {
        ArgumentList ends = Words.Of($"{min} {max}");
        Assert.True(ScoreRange.TryParse(ends[0], ends[1], out _));
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("(nan")]
    [InlineData("((1")]
    [InlineData("1x")]
    [InlineData("1e")]
    [InlineData("e")]
    [InlineData("\t")]
    [InlineData("[1")]
    public void No_ends_of_score_ranges(string end)
    {
        ArgumentList ends = Words.Of($"{end} 1");
        Assert.False(ScoreRange.TryParse(ends[0], ends[1], out _));
        Assert.False(ScoreRange.TryParse(ends[1], ends[0], out _));
    }

    [Theory]
    [InlineData("[a", true)]
    [InlineData("(", true)]
    [InlineData("[", true)]
    [InlineData("-", true)]
    [InlineData("+", true)]
    [InlineData("-\0x", true)]
    [InlineData("-x", false)]
    [InlineData("a", false)]
    [InlineData("''", false)]
    public void Ends_of_lexical_ranges(string end, bool isOne)
    {
        ArgumentList ends = Words.Of($"{end} +");
        Assert.Equal(isOne, LexRange.TryParse(ends[0], ends[1], out _));
    }
}
