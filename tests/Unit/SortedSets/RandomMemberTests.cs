namespace CacheStorm.UnitTests.SortedSets;

/// <summary>ZRANDMEMBER's chance: every member as likely as any other, whichever way it is drawn.</summary>
public class RandomMemberTests
{
    // With 39 degrees of freedom a fair draw stays below this but once in ten thousand million.
    private const double ChiSquareBound = 115;
    private const int Members = 40;

    [Theory]
    [InlineData("ZRANDMEMBER z", 1)]
    [InlineData("ZRANDMEMBER z -3", 3)]
    [InlineData("ZRANDMEMBER z 3", 3)]
    [InlineData("ZRANDMEMBER z 20", 20)]
    public void Every_member_is_as_likely_as_any_other(string command, int drawn)
    {
        SortedSetCalls calls = Filled(Members);
        var times = new Dictionary<string, int>();
        const int rounds = 4000;
        for (int i = 0; i < rounds; i++)
        {
            foreach (string member in MembersOf(calls.Run(command)))
                times[member] = times.GetValueOrDefault(member) + 1;
        }

        double expected = (double)rounds * drawn / Members;
        double chiSquare = times.Values.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.Equal(Members, times.Count);
        Assert.True(chiSquare < ChiSquareBound, $"chi-square {chiSquare}");
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(40, 5)]
    [InlineData(40, 6)]
    [InlineData(40, 39)]
    [InlineData(1000, 125)]
    [InlineData(1000, 126)]
    [InlineData(1000, 999)]
    public void A_positive_count_never_draws_a_member_twice(int members, int count)
    {
        SortedSetCalls calls = Filled(members);
        for (int i = 0; i < 50; i++)
        {
            string[] drawn = MembersOf(calls.Run($"ZRANDMEMBER z {count}"));
            Assert.Equal(count, drawn.Length);
            Assert.Equal(count, drawn.Distinct().Count());
        }
    }

    private static SortedSetCalls Filled(int members)
    {
        var calls = new SortedSetCalls();
        calls.Run("ZADD z " + string.Join(' ', Enumerable.Range(0, members).Select(i => $"{i} m{i}")));
        return calls;
    }

    private static string[] MembersOf(string reply) => [.. reply.Split("\r\n").Where(line => line.StartsWith('m'))];
}
