using System.Text;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>HSCAN's guarantee: who is there from the first call to the last is seen.</summary>
public class ScanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fields_that_stay_are_seen_whatever_comes_and_goes(int seed)
    {
        var calls = new HashCalls();
        var random = new Random(seed);
        int stable = random.Next(5, 1500);
        for (int i = 0; i < stable; i++)
            calls.Run($"HSET h stays:{i} v");
        var seen = new HashSet<string>();
        string cursor = "0";
        int others = 0;
        do
        {
            string[] lines = calls.Run($"HSCAN h {cursor} COUNT {random.Next(1, 60)} NOVALUES").Split("\r\n");
            cursor = lines[2];
            seen.UnionWith(lines.Where(line => line.StartsWith("stays:", StringComparison.Ordinal)));
            for (int i = random.Next(200); i > 0; i--)
                calls.Run($"HSET h comes:{others++} v");
            for (int i = random.Next(300); i > 0; i--)
                calls.Run($"HDEL h comes:{random.Next(others + 1)}");
        }
        while (cursor != "0");
        Assert.Equal(stable, seen.Count);
    }

    [Fact]
    public void A_packed_hash_comes_whole()
    {
        var calls = new HashCalls();
        var words = new StringBuilder("HSET h");
        for (int i = 0; i < 300; i++)
            words.Append(System.Globalization.CultureInfo.InvariantCulture, $" f{i} {i}");
        calls.Run(words.ToString());
        Assert.StartsWith("*2\r\n$1\r\n0\r\n*600\r\n", calls.Run("HSCAN h 0 COUNT 1"), StringComparison.Ordinal);
    }
}
