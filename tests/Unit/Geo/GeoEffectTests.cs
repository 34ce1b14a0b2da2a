namespace CacheStorm.UnitTests.Geo;

/// <summary>What geospatial commands tell observers and pass on to persistence and replicas.</summary>
public sealed class GeoEffectTests
{
    private const string There = "FROMLONLAT 13 38 BYRADIUS 100 km";
    private const string Elsewhere = "FROMLONLAT 0 0 BYRADIUS 1 km";

    [Theory]
    [InlineData("GEOADD k 15.087269 37.502669 Catania", "zadd k 3479447370796909 Catania", "zadd k")]
    [InlineData("GEOADD k NX CH 1 1 Palermo 15.087269 37.502669 Catania", "zadd k NX CH 3377822707026402 Palermo 3479447370796909 Catania", "zadd k")]
    [InlineData("GEOADD k 13.361389 38.115556 Palermo", "", "")]
    [InlineData("GEOADD k NX 1 1 Palermo", "", "")]
    [InlineData("GEOADD k XX 1 1 nobody", "", "")]
    [InlineData("GEOADD new XX 1 1 nobody", "", "")]
    [InlineData("GEOADD k 1 1 a 181 1 b", "", "")]
    [InlineData("GEORADIUS k 13 38 100 km", "", "")]
    [InlineData("GEORADIUS k 13 38 100 km STORE d", "GEORADIUS k 13 38 100 km STORE d", "georadiusstore d")]
    [InlineData("GEORADIUS k 0 0 1 km STORE k", "GEORADIUS k 0 0 1 km STORE k", "del k")]
    [InlineData("GEORADIUS k 0 0 1 km STORE d", "", "")]
    [InlineData($"GEOSEARCHSTORE d k {There}", $"GEOSEARCHSTORE d k {There}", "geosearchstore d")]
    [InlineData($"GEOSEARCHSTORE k none {There}", $"GEOSEARCHSTORE k none {There}", "del k")]
    [InlineData($"GEOSEARCHSTORE k k {Elsewhere}", $"GEOSEARCHSTORE k k {Elsewhere}", "del k")]
    [InlineData($"GEOSEARCHSTORE d k {Elsewhere}", "", "")]
    public void A_command_tells_and_passes_on(string command, string propagated, string events)
    {
        var server = new GeoServer();
        server.Run("GEOADD k 13.361389 38.115556 Palermo");
        server.Run(command);
        Assert.Equal(propagated, server.Propagated);
        Assert.Equal(events, server.Events);
    }

    [Theory]
    [InlineData("STORE a", false)]
    [InlineData("STOREDIST a", false)]
    [InlineData("STORE a STOREDIST b", false)]
    [InlineData("STORE a STORE b", true)]
    [InlineData("STORE STOREDIST STOREDIST b", true)]
    public void A_destination_that_the_key_specifications_miss_needs_the_whole_server(string options, bool alone)
    {
        var server = new GeoServer();
        server.Run("GEOADD k 13.361389 38.115556 Palermo");
        string reply = server.Run($"GEORADIUS k 13 38 100 km {options}");
        Assert.Equal(alone, server.AskedToRunAlone);
        Assert.Equal(alone ? "" : ":1\r\n", reply);
    }

    [Fact]
    public void Without_sorted_sets_nothing_can_be_added()
    {
        var server = new GeoServer(hasSortedSets: false);
        Assert.StartsWith("-ERR no plugin brings sorted sets", server.Run("GEOADD k 1 1 a"), StringComparison.Ordinal);
        Assert.Equal("*0\r\n", server.Run("GEORADIUS k 1 1 1 km"));
    }
}
