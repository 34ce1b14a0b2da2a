using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>SOFT: one reader is sent to renew the entry, the others go on with the stale one until the grace ends.</summary>
public sealed class SoftInvalidationTests(OurServer server) : IClassFixture<OurServer>
{
    [Fact]
    public void The_first_reader_misses_and_the_others_get_the_stale_value()
    {
        using RespConnection client = server.Fresh(), other = server.Process.Connect();
        client.Do("SETTAG", "k", "v", "t");
        client.Do("HSET", "h", "f", "v");
        client.Do("ADDTAG", "h", "t");
        Assert.Equal("2", client.Run("TAG INVALIDATE ANY 1 t SOFT 100"));
        Assert.Equal(("2", "2"), (client.Do("DBSIZE"), client.Do("TAGCOUNT", "t")));
        Assert.Equal("t", other.Do("TAGS", "k"));
        Assert.Equal("string", other.Do("TYPE", "k"));
        Assert.Equal("2", other.Do("EXISTS", "k", "h"));
        Assert.True(client.Ask("GET", "k").IsNull);
        Assert.Equal("v", other.Do("GET", "k"));
        Assert.Equal("v", client.Do("GET", "k"));
        Assert.Equal("", other.Do("HGETALL", "h"));
        Assert.Equal("f v", client.Do("HGETALL", "h"));
    }

    [Fact]
    public void Of_many_readers_at_once_one_is_sent()
    {
        using RespConnection client = server.Fresh();
        client.Load(500, i => $"SETTAG k:{i} v t");
        client.Run("TAG INVALIDATE ANY 1 t SOFT 100");
        int misses = 0;
        ProbeClients(6, reader =>
        {
            for (int i = 0; i < 500; i++)
            {
                if (reader.Ask("GET", $"k:{i}").IsNull)
                    Interlocked.Increment(ref misses);
            }
        });
        Assert.Equal(500, misses);
    }

    [Fact]
    public void Storing_anew_ends_it()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "old", "t");
        client.Run("TAG INVALIDATE ANY 1 t SOFT 1");
        Assert.Equal("nil", client.Do("GET", "k"));
        client.Do("SETTAG", "k", "new", "t");
        Assert.Equal("new", client.Do("GET", "k"));
        Thread.Sleep(1300);
        Assert.Equal(("new", "1"), (client.Do("GET", "k"), client.Do("TAGCOUNT", "t")));
    }

    [Fact]
    public void At_the_end_of_the_grace_the_key_is_gone()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "v", "t", "u");
        client.Do("SETTAG", "l", "v", "t");
        client.Run("TAG INVALIDATE ANY 1 t SOFT 1");
        client.Do("GET", "k");
        Assert.Equal("v", client.Do("GET", "k"));
        client.Do("APPEND", "k", "more");
        Assert.Equal("vmore", client.Do("GET", "k"));
        Thread.Sleep(1100);
        Assert.Equal(("nil", "0", "0"), (client.Do("GET", "k"), client.Do("DBSIZE"), client.Do("TAGCOUNT", "t")));
        Assert.Empty(client.Ask("TAGKEYS", "u").Items);
        Assert.Empty(client.Ask("KEYS", "*").Items);
        Assert.Equal("0", client.Do("INVALIDATE", "t", "u"));
    }

    [Fact]
    public void A_second_one_sends_another_reader_and_a_hard_one_ends_all()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "v", "t");
        Assert.Equal("1", client.Run("TAG INVALIDATE ANY 1 t SOFT 100"));
        Assert.Equal(("nil", "v"), (client.Do("GET", "k"), client.Do("GET", "k")));
        Assert.Equal("1", client.Run("TAG INVALIDATE ANY 1 t SOFT 100"));
        Assert.Equal(("nil", "v"), (client.Do("GET", "k"), client.Do("GET", "k")));
        Assert.Equal("1", client.Do("INVALIDATE", "t"));
        Assert.Equal(("nil", "0"), (client.Do("GET", "k"), client.Do("EXISTS", "k")));
    }

    [Fact]
    public void A_time_that_has_passed_means_at_once()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "v", "t");
        Assert.Equal("1", client.Run("TAG INVALIDATE ANY 1 t SOFTAT 1"));
        Assert.Equal("0", client.Do("DBSIZE"));
    }

    [Fact]
    public void All_and_cascade_go_with_it()
    {
        using RespConnection client = server.Fresh();
        client.Do("TAGLINK", "p", "c");
        client.Do("SETTAG", "both", "v", "c", "x");
        client.Do("SETTAG", "one", "v", "c");
        Assert.Equal("1", client.Run("TAG INVALIDATE ALL 2 p x CASCADE SOFT 100"));
        Assert.Equal(("nil", "v", "v"), (client.Do("GET", "both"), client.Do("GET", "both"), client.Do("GET", "one")));
    }

    private void ProbeClients(int count, Action<RespConnection> work) => Words.AtOnce(count, _ =>
    {
        using RespConnection reader = server.Process.Connect();
        work(reader);
    });
}
