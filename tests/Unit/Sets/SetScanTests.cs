namespace CacheStorm.UnitTests.Sets;

/// <summary>SSCAN shows everybody who is there from the first call to the last, whatever else happens to the set.</summary>
public sealed class SetScanTests
{
    [Theory]
    [InlineData(5, 200, 1)]
    [InlineData(5, 5000, 2)]
    [InlineData(150, 5000, 3)]
    [InlineData(3000, 3000, 4)]
    [InlineData(20000, 100, 5)]
    public void Who_stays_is_seen(int staying, int others, int seed)
    {
        var server = new SetServer();
        var random = new Random(seed);
        HashSet<string> stay = [.. Enumerable.Range(0, staying).Select(i => i % 3 == 0 ? $"{i}" : $"stay{i}")];
        server.Run(["SADD", "s", .. stay]);
        var seen = new HashSet<string>();
        string cursor = "0";
        int steps = 0;
        do
        {
            string[] page = server.Strings("SSCAN", "s", cursor, "COUNT", "7");
            cursor = page[0];
            seen.UnionWith(page[1..]);

            // Others come, and go again, in numbers that make the set grow and shrink by much.
            string[] crowd = [.. Enumerable.Range(0, random.Next(others) / 4 + 1).Select(_ => $"other{random.Next(others)}")];
            server.Run([random.Next(2) == 0 ? "SADD" : "SREM", "s", .. crowd]);
            Assert.True(++steps < 100_000);
        }
        while (cursor != "0");

        Assert.Subset(seen, stay);
    }

    [Fact]
    public void A_packed_set_comes_at_once_whatever_the_cursor()
    {
        var server = new SetServer();
        server.Run("SADD", "s", "1", "2", "a");
        Assert.Equal(["0", "1", "2", "a"], server.Strings("SSCAN", "s", "17", "COUNT", "1"));
        Assert.Equal(["0", "a"], server.Strings("SSCAN", "s", "0", "MATCH", "[a-z]"));
    }

    [Fact]
    public void Any_cursor_is_safe()
    {
        var server = new SetServer();
        server.Run(["SADD", "s", .. Enumerable.Range(0, 1000).Select(i => $"m{i}")]);
        foreach (string cursor in (string[])["1", "18446744073709551615", "4294967296", "123456789012345"])
            Assert.NotEmpty(server.Strings("SSCAN", "s", cursor, "COUNT", "5"));
    }
}
