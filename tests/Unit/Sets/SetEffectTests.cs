namespace CacheStorm.UnitTests.Sets;

/// <summary>What set commands tell observers and pass on to persistence and replicas.</summary>
public sealed class SetEffectTests
{
    [Theory]
    [InlineData("SADD s 9", "SADD s 9", "sadd s")]
    [InlineData("SADD s 1", "", "")]
    [InlineData("SREM s 1 9", "SREM s 1 9", "srem s")]
    [InlineData("SREM s 9", "", "")]
    [InlineData("SREM one x", "SREM one x", "srem one, del one")]
    [InlineData("SMOVE one s x", "SMOVE one s x", "srem one, del one, sadd s")]
    [InlineData("SMOVE s other 1", "SMOVE s other 1", "srem s, sadd other")]
    [InlineData("SMOVE s both 1", "SMOVE s both 1", "srem s")]
    [InlineData("SMOVE s s 1", "", "")]
    [InlineData("SMOVE s other 9", "", "")]
    [InlineData("SPOP one", "SREM one x", "spop one, del one")]
    [InlineData("SPOP one 1", "DEL one", "spop one, del one")]
    [InlineData("SPOP s 3", "DEL s", "spop s, del s")]
    [InlineData("SPOP s 0", "", "")]
    [InlineData("SPOP missing", "", "")]
    [InlineData("SRANDMEMBER s 2", "", "")]
    [InlineData("SINTERSTORE d s both", "SINTERSTORE d s both", "sinterstore d")]
    [InlineData("SUNIONSTORE d s both", "SUNIONSTORE d s both", "sunionstore d")]
    [InlineData("SDIFFSTORE d s both", "SDIFFSTORE d s both", "sdiffstore d")]
    [InlineData("SINTERSTORE d s missing", "", "")]
    [InlineData("SINTERSTORE one s missing", "SINTERSTORE one s missing", "del one")]
    [InlineData("SDIFFSTORE s s s", "SDIFFSTORE s s s", "del s")]
    public void A_command_tells_and_passes_on(string command, string propagated, string events)
    {
        SetServer server = NewServer();
        server.Run(command.Split(' '));
        Assert.Equal(propagated, server.Propagated);
        Assert.Equal(events, server.Events);
    }

    [Theory]
    [InlineData("1 2 3 4 5 6 7 8")]
    [InlineData("a b c d e f g h")]
    public void Popped_members_go_elsewhere_by_name(string members)
    {
        var server = new SetServer();
        server.Run(["SADD", "s", .. members.Split(' ')]);
        string one = Assert.Single(server.Strings("SPOP", "s"));
        Assert.Equal($"SREM s {one}", server.Propagated);
        string[] some = server.Strings("SPOP", "s", "3");
        Assert.Equal($"SREM s {string.Join(' ', some)}", server.Propagated);
        Assert.Equal(4, server.Integer("SCARD", "s"));
    }

    [Fact]
    public void Many_popped_members_go_elsewhere_in_several_commands()
    {
        var server = new SetServer();
        server.Run(["SADD", "s", .. Enumerable.Range(0, 5000).Select(i => $"m{i}")]);
        string[] popped = server.Strings("SPOP", "s", "2500");
        string[] commands = server.Propagated.Split('\n');
        Assert.Equal([1026, 1026, 454], commands.Select(command => command.Split(' ').Length));
        Assert.Equal(popped, commands.SelectMany(command => command.Split(' ')[2..]));
    }

    private static SetServer NewServer()
    {
        var server = new SetServer();
        server.Run("SADD", "s", "1", "2", "3");
        server.Run("SADD", "both", "1", "y");
        server.Run("SADD", "one", "x");
        return server;
    }
}
