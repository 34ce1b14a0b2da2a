using CacheStorm.Plugins.SortedSets;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.UnitTests.SortedSets.Options;

public class RankWindowTests
{
    [Theory]
    [InlineData(0, -1, false, 0, 10)]
    [InlineData(0, -1, true, 0, 10)]
    [InlineData(2, 4, false, 2, 3)]
    [InlineData(2, 4, true, 5, 3)]
    [InlineData(-3, -1, false, 7, 3)]
    [InlineData(-3, -1, true, 0, 3)]
    [InlineData(-100, 1, false, 0, 2)]
    [InlineData(8, 100, true, 0, 2)]
    [InlineData(10, 11, false, 0, 0)]
    [InlineData(5, 4, false, 0, 0)]
    [InlineData(-100, -90, false, 0, 0)]
    [InlineData(long.MinValue, long.MaxValue, true, 0, 10)]
    public void Ranks_of_clients_become_ranks(long start, long stop, bool reversed, long first, long count) =>
        Assert.Equal(new RankWindow(first, count), RankWindow.Of(start, stop, 10, reversed));

    [Theory]
    [InlineData(0, -1, false, 100, 10)]
    [InlineData(2, 3, false, 102, 3)]
    [InlineData(2, 3, true, 105, 3)]
    [InlineData(8, 3, false, 108, 2)]
    [InlineData(8, 3, true, 100, 2)]
    [InlineData(0, 0, false, 100, 0)]
    [InlineData(10, 1, false, 0, 0)]
    [InlineData(-1, 1, false, 0, 0)]
    [InlineData(3, long.MaxValue, true, 100, 7)]
    [InlineData(long.MaxValue, long.MaxValue, false, 0, 0)]
    public void Limit_cuts_where_the_walk_begins(long offset, long limit, bool reversed, long first, long count) =>
        Assert.Equal(new RankWindow(first, count), new RankWindow(100, 10).Limited(offset, limit, reversed));

    [Fact]
    public void Crossed_ends_have_nothing_between_them() => 
        Assert.Equal(0, RankWindow.Between(new SortedSetPlace(5, default), new SortedSetPlace(3, default), reversed: false).Count);
}
