using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>A value that was computed before an invalidation doesn't come back after it.</summary>
public sealed class TokenTests(OurServer server) : IClassFixture<OurServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stale_work_is_refused(bool tagHasKeys)
    {
        using RespConnection client = server.Fresh();
        if (tagHasKeys)
            client.Do("SETTAG", "other", "v", "a");
        string token = client.Do("TAG", "TOKEN", "a", "b");
        Assert.Equal("OK", client.Do("SET", "k", "v1", "TAGS", "2", "a", "b", "IFTOKEN", token));
        client.Do("INVALIDATE", "b");
        Assert.True(client.Ask("SET", "k", "stale", "TAGS", "2", "a", "b", "IFTOKEN", token).IsNull);
        Assert.Equal("0", client.Do("EXISTS", "k"));
        Assert.Equal("OK", client.Do("SET", "k", "v2", "IFTOKEN", client.Do("TAG", "TOKEN", "a", "b"), "TAGS", "2", "a", "b"));
    }

    [Theory]
    [InlineData("INVALIDATE a", false)]
    [InlineData("INVALIDATE other", true)]
    [InlineData("TAGINVALIDATE above CASCADE", false)]
    [InlineData("TAGINVALIDATE above", true)]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 100", false)]
    [InlineData("TAG INVALIDATE ALL 2 a none", false)]
    [InlineData("FLUSHDB", false)]
    [InlineData("SWAPDB 0 1", false)]
    [InlineData("TAGDEL a", true)]
    [InlineData("DEL k", true)]
    public void What_ends_a_token(string command, bool holds)
    {
        using RespConnection client = server.Fresh();
        client.Do("TAGLINK", "above", "a");
        client.Do("SETTAG", "k", "v", "a");
        string token = client.Do("TAG", "TOKEN", "a");
        client.Run(command);
        Assert.Equal(!holds, client.Ask("SET", "new", "v", "IFTOKEN", token).IsNull);
    }

    [Fact]
    public void A_token_is_of_its_namespace_and_of_this_run_of_the_server()
    {
        using RespConnection client = server.Fresh();
        string token = client.Do("TAG", "TOKEN", "a");
        client.Do("SELECT", "1");
        Assert.True(client.Ask("SET", "k", "v", "IFTOKEN", token).IsNull);
        client.Do("SELECT", "0");
        Assert.Equal("OK", client.Do("SET", "k", "v", "IFTOKEN", token));
        char other = token[0] == 'A' ? 'B' : 'A';
        Assert.True(client.Ask("SET", "k", "v", "IFTOKEN", other + token[1..]).IsNull);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public void What_is_no_token_is_an_error(string token)
    {
        using RespConnection client = server.Fresh();
        Assert.Equal("ERR invalid token", client.Do("SET", "k", "v", "IFTOKEN", token));
        Assert.Equal("0", client.Do("EXISTS", "k"));
    }

    [Fact]
    public void With_get_the_reply_is_the_old_value_either_way_and_conditions_hold_too()
    {
        using RespConnection client = server.Fresh();
        client.Do("SET", "k", "old");
        string token = client.Do("TAG", "TOKEN", "a");
        Assert.True(client.Ask("SET", "k", "new", "NX", "IFTOKEN", token).IsNull);
        Assert.Equal("old", client.Do("SET", "k", "new", "IFTOKEN", token, "GET"));
        client.Do("INVALIDATE", "a");
        Assert.Equal("new", client.Do("SET", "k", "newer", "IFTOKEN", token, "GET"));
        Assert.Equal("new", client.Do("GET", "k"));
        Assert.True(client.Ask("SET", "k", "newer", "XX", "IFTOKEN", token).IsNull);
    }
}
