using System.Globalization;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Sets;

/// <summary>SRANDMEMBER and SPOP over the wire: no member is chosen more often than the others, in any layout. The bounds are eight deviations away.</summary>
public sealed class FairChanceTests(OurServer server) : IClassFixture<OurServer>
{
    [SkippableTheory]
    [InlineData("", 20)]
    [InlineData("m", 20)]
    [InlineData("m", 300)]
    public void Repeated_members_are_fair(string prefix, int size)
    {
        using RespConnection connection = NewSet(prefix, size);
        const int draws = 60_000;
        RespValue reply = connection.Ask("SRANDMEMBER", "s", (-draws).ToString(CultureInfo.InvariantCulture));
        AssertFair(reply.Items.Select(item => item.Text!), size, draws);
    }

    [SkippableTheory]
    [InlineData("", 20, 3)]
    [InlineData("m", 60, 20)]
    [InlineData("m", 300, 250)]
    public void Popped_members_are_fair(string prefix, int size, int count)
    {
        using RespConnection connection = NewSet(prefix, size);
        var popped = new List<string>();
        for (int i = 0; i < 500; i++)
        {
            connection.Call("COPY", "s", "copy", "REPLACE");
            popped.AddRange(connection.Ask("SPOP", "copy", count.ToString(CultureInfo.InvariantCulture)).Items.Select(item => item.Text!));
            popped.Add(connection.Ask("SPOP", "copy").Text!);
        }

        Assert.Equal(500 * (count + 1), popped.Count);
        AssertFair(popped, size, popped.Count);
    }

    private RespConnection NewSet(string prefix, int size)
    {
        RespConnection connection = server.Process.Connect();
        connection.Call("DEL", "s", "copy");
        connection.Call(["SADD", "s", .. Enumerable.Range(0, size).Select(i => $"{prefix}{i}")]);
        return connection;
    }

    private static void AssertFair(IEnumerable<string> members, int size, int draws)
    {
        Dictionary<string, int> counts = members.GroupBy(member => member).ToDictionary(group => group.Key, group => group.Count());
        double expected = (double)draws / size;
        double sum = counts.Values.Sum(count => (count - expected) * (count - expected) / expected) + (size - counts.Count) * expected;
        Assert.InRange(sum, 0, size - 1 + 8 * Math.Sqrt(2.0 * (size - 1)));
    }
}
