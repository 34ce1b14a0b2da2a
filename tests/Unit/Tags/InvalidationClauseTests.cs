using System.Text;
using CacheStorm.Plugins.Tags;

namespace CacheStorm.UnitTests.Tags;

public class InvalidationClauseTests
{
    private const long Now = 1_700_000_000_000;

    [Theory]
    [InlineData("TAG INVALIDATE ANY 1 a", 1, TagMatch.Any, false, 0)]
    [InlineData("TAG INVALIDATE all 2 a b", 2, TagMatch.All, false, 0)]
    [InlineData("TAG INVALIDATE ANY 1 CASCADE", 1, TagMatch.Any, false, 0)]
    [InlineData("TAG INVALIDATE ANY 1 CASCADE cascade", 1, TagMatch.Any, true, 0)]
    [InlineData("TAG INVALIDATE ANY 2 SOFT 10 soft 10", 2, TagMatch.Any, false, Now + 10_000)]
    [InlineData("TAG INVALIDATE ALL 1 a SOFT 1 CASCADE", 1, TagMatch.All, true, Now + 1000)]
    [InlineData("TAG INVALIDATE ALL 1 a CASCADE SOFTAT 5", 1, TagMatch.All, true, 5)]
    [InlineData("TAG INVALIDATE ALL 1 a SOFTAT 9223372036854775807", 1, TagMatch.All, false, long.MaxValue)]
    public void These_are_taken(string command, int count, TagMatch match, bool cascade, long until)
    {
        Assert.True(InvalidationClause.TryParse(Arguments(command), out InvalidationClause clause, out _));
        Assert.True(clause.Grace.TryResolve(Now, out long staleUntil, out _));
        Assert.Equal((count, match, cascade, until), (clause.TagCount, clause.Match, clause.Cascade, staleUntil));
    }

    [Theory]
    [InlineData("TAG INVALIDATE SOME 1 a", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY x a", "ERR value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY -1 a", "ERR value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 9223372036854775807 a", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 2 a", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a b", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a CASCADE CASCADE", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 1 SOFT 1", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFTAT 1 SOFT 1", "ERR syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT x", "ERR value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 9223372036854775", "ERR value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT -1", "ERR value is out of range, must be positive")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFTAT 0", "ERR value is out of range, must be positive")]
    public void These_are_refused(string command, string error)
    {
        Assert.False(InvalidationClause.TryParse(Arguments(command), out InvalidationClause clause, out ReadOnlySpan<byte> problem)
            && clause.Grace.TryResolve(Now, out _, out problem));
        Assert.Equal(error, Encoding.UTF8.GetString(problem));
    }

    private static ArgumentList Arguments(string command) =>
        ArgumentList.Of([.. command.Split(' ').Select(Encoding.UTF8.GetBytes)]);
}
