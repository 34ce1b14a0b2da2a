using CacheStorm.Plugins.SortedSets;
using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.Plugins.SortedSets.Data.Tree;
using CsCheck;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Both ends of a range, found at once, and the walks that begin there.</summary>
public sealed class TreeSearchTests
{
    private static readonly Gen<double[]> _scores = Gen.OneOf(
        Gen.Int[-3, 3].Select(n => (double)n), Gen.Double[-10, 10], Gen.Int[0, 2].Select(n => n == 0 ? double.NegativeInfinity : n == 1 ? double.PositiveInfinity : -0.0)).Array[0, 70];

    [Fact]
    public void Scores_are_counted_as_one_by_one() => Gen.Select(_scores, Gen.Int[-3, 3]).Sample((scores, bound) =>
    {
        Array.Sort(scores);
        int below = ScoreSearch.CountBelow(scores, bound, out int notAbove);
        Assert.Equal(scores.Count(score => score < bound), below);
        Assert.Equal(scores.Count(score => score <= bound), notAbove);
    });

    [Fact]
    public void Counts_are_summed_as_one_by_one() => Gen.Long[0, 1L << 40].Array[0, 40].Sample(counts =>
        Assert.Equal(counts.Sum(), ScoreSearch.Sum(counts)));

    [Theory]
    [InlineData(100, 128, false)]
    [InlineData(100, 0, true)]
    [InlineData(3000, 0, true)]
    [InlineData(3000, 0, false)]
    public void Both_ends_are_where_each_alone_is(int members, int packed, bool smallNodes)
    {
        SortedSetFixture fixture = new(smallNodes ? SortedSetFixture.SmallNodes : null);
        fixture.Settings.MaxPackedMembers = packed;
        SortedSet set = fixture.Create();
        for (int i = 0; i < members; i++)
            set.Set(SortedSetFixture.Bytes($"m{i:D4}"), i / 3);
        fixture.CheckTree();
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            ScoreBound low = Bound(random, members / 3);
            ScoreBound high = i % 3 == 0 ? Bound(random, members / 3) : new(low.Score + random.Next(12), random.Next(2) == 0);
            set.PlacesOf(low, high, out SortedSetPlace first, out SortedSetPlace end);
            CheckPlace(set, low, first, members);
            if (packed > 0 && end.Rank == first.Rank)
                Assert.True(CountBelow(high, members) <= first.Rank);
            else
                CheckPlace(set, high, end, members);
            Assert.Equal(CountBelow(low, members), set.PlaceOf(low).Rank);
            Assert.Equal(CountBelow(high, members), set.PlaceOf(high).Rank);
        }
    }

    [Theory]
    [InlineData(100, 128)]
    [InlineData(3000, 0)]
    public void A_window_is_walked_from_either_end_and_from_anywhere_near(int members, int packed)
    {
        SortedSetFixture fixture = new();
        fixture.Settings.MaxPackedMembers = packed;
        SortedSet set = fixture.Create();
        for (int i = 0; i < members; i++)
            set.Set(SortedSetFixture.Bytes($"m{i:D4}"), i);
        Random random = new(2);
        for (int i = 0; i < 1000; i++)
        {
            int min = random.Next(members), max = min + random.Next(60);
            bool reversed = i % 2 == 0;
            Assert.True(ScoreRange.TryParse(SortedSetFixture.Bytes($"{min}"), SortedSetFixture.Bytes($"({max}"), out ScoreRange range));
            RankWindow window = range.In(set, reversed).Limited(i % 5, i % 7 == 0 ? -1 : i % 50, reversed);
            SortedSetWalk walk = set.WalkFrom(reversed ? window.First + window.Count : window.First, window.Known);
            for (int j = 0; j < window.Count; j++)
            {
                double score;
                Assert.True(reversed ? walk.Previous(out _, out score) : walk.Next(out _, out score));
                Assert.Equal(reversed ? window.First + window.Count - 1 - j : window.First + j, score);
                Assert.InRange(score, min, max - 1);
            }
        }
    }

    [Fact]
    public void Walks_go_from_end_to_end_and_turn()
    {
        SortedSetFixture fixture = new(SortedSetFixture.SmallNodes);
        fixture.Settings.MaxPackedMembers = 0;
        SortedSet set = fixture.Create();
        for (int i = 0; i < 500; i++)
            set.Set(SortedSetFixture.Bytes($"m{i:D4}"), i);
        SortedSetWalk walk = set.WalkFrom(0);
        Assert.False(walk.Previous(out _, out _));
        for (int i = 0; i < 500; i++)
        {
            Assert.True(walk.Next(out PackedElement member, out double score));
            Assert.True(member.Is(SortedSetFixture.Bytes($"m{i:D4}")));
            Assert.True(walk.Previous(out _, out double again));
            Assert.Equal(score, again);
            Assert.True(walk.Next(out _, out _));
        }

        Assert.False(walk.Next(out _, out _));
        for (int i = 499; i >= 0; i--)
        {
            Assert.True(walk.Previous(out _, out double score));
            Assert.Equal(i, score);
        }

        Assert.False(walk.Previous(out _, out _));
    }

    [Fact]
    public void Scores_change_within_a_leaf()
    {
        SortedSetFixture fixture = new();
        fixture.Settings.MaxPackedMembers = 0;
        SortedSet set = fixture.Create();
        for (int i = 0; i < 1000; i++)
            set.Set(SortedSetFixture.Bytes(i % 7 == 0 ? $"a long member that stands elsewhere {i}" : $"m{i}"), i);
        Random random = new(3);
        for (int i = 0; i < 5000; i++)
        {
            int number = random.Next(1000);
            set.Set(SortedSetFixture.Bytes(number % 7 == 0 ? $"a long member that stands elsewhere {number}" : $"m{number}"), number + random.Next(-9, 10));
            if (i % 500 == 0)
                fixture.CheckTree();
        }

        fixture.CheckTree();
        Assert.Equal(1000, set.Count);
    }

    private static ScoreBound Bound(Random random, int scores) => random.Next(12) switch
    {
        0 => new(double.NegativeInfinity, random.Next(2) == 0),
        1 => new(double.PositiveInfinity, random.Next(2) == 0),
        _ => new(random.Next(-1, scores + 1), random.Next(2) == 0),
    };

    // Members have the scores 0, 0, 0, 1, 1, 1, 2 …
    private static long CountBelow(ScoreBound bound, int members)
    {
        long count = 0;
        for (int i = 0; i < members; i++)
            count += bound.IsAbove(i / 3) ? 1 : 0;
        return count;
    }

    private static void CheckPlace(in SortedSet set, ScoreBound bound, SortedSetPlace place, int members)
    {
        Assert.Equal(CountBelow(bound, members), place.Rank);
        SortedSetCursor cursor = place.Cursor;
        Assert.Equal(place.Rank < members, set.MoveNext(ref cursor, out _, out double score));
        if (place.Rank < members)
            Assert.Equal(place.Rank / 3, score);
        cursor = place.Cursor;
        Assert.Equal(place.Rank > 0, set.MovePrevious(ref cursor, out _, out score));
        if (place.Rank > 0)
            Assert.Equal((place.Rank - 1) / 3, score);
    }
}
