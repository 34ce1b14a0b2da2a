using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Tags live and die with their entry, on every path.</summary>
public sealed class TagLifeTests(OurServer server) : IClassFixture<OurServer>
{
    [Theory]
    [InlineData("SET k 5", "INCR k")]
    [InlineData("SET k 999", "INCRBY k 1000")]
    [InlineData("SET k 1", "DECR k")]
    [InlineData("SET k 1.5", "INCRBYFLOAT k 2.25")]
    [InlineData("SET k abc", "APPEND k some-more-that-makes-it-longer-than-it-was")]
    [InlineData("SET k abc", "SETRANGE k 100 xyz")]
    [InlineData("SET k abc", "SETBIT k 1000 1")]
    [InlineData("SET k abc", "BITFIELD k SET u8 1000 255")]
    [InlineData("SET k abc", "GETEX k EX 100")]
    [InlineData("SET k abc EX 100", "GETEX k PERSIST")]
    [InlineData("SET k abc", "EXPIRE k 100")]
    [InlineData("SET k abc EX 100", "PERSIST k")]
    [InlineData("PFADD k a", "PFADD k b c d")]
    [InlineData("PFADD k a", "PFMERGE k other:hll")]
    [InlineData("HSET k f 1", "HSET k g 2")]
    [InlineData("HSET k f 1", "HINCRBY k f 2")]
    [InlineData("HSET k f 1", "HINCRBYFLOAT k f 0.5")]
    [InlineData("HSET k f 1 g 2", "HDEL k f")]
    [InlineData("HSET k f 1 g 2", "HEXPIRE k 100 FIELDS 1 f")]
    [InlineData("HSET k f 1", "HSET k f {long}")]
    [InlineData("HSET k f 1", "HSET k {pairs}")]
    [InlineData("RPUSH k a", "LPUSH k b")]
    [InlineData("RPUSH k a", "RPUSH k {many}")]
    [InlineData("RPUSH k a b", "LPOP k")]
    [InlineData("RPUSH k a", "LSET k 0 {long}")]
    [InlineData("RPUSH k a b c", "LTRIM k 1 1")]
    [InlineData("RPUSH k a", "LINSERT k BEFORE a b")]
    [InlineData("RPUSH k a b", "LMOVE k k LEFT RIGHT")]
    [InlineData("RPUSH k a", "LMOVE other:list k LEFT RIGHT")]
    [InlineData("SADD k 1 2 3", "SADD k 4")]
    [InlineData("SADD k 1 2 3", "SADD k word")]
    [InlineData("SADD k 1 2 3", "SADD k {many}")]
    [InlineData("SADD k 1 2 3", "SREM k 1")]
    [InlineData("SADD k 1 2 3", "SPOP k")]
    [InlineData("SADD k 1", "SMOVE other:set k x")]
    [InlineData("ZADD k 1 a", "ZADD k 2 b")]
    [InlineData("ZADD k 1 a", "ZADD k 2 {long}")]
    [InlineData("ZADD k 1 a", "ZADD k {scores}")]
    [InlineData("ZADD k 1 a", "ZINCRBY k 5 a")]
    [InlineData("ZADD k 1 a 2 b", "ZREMRANGEBYRANK k 0 0")]
    [InlineData("ZADD k 1 a 2 b", "ZPOPMIN k")]
    [InlineData("GEOADD k 1 1 a", "GEOADD k 2 2 b")]
    [InlineData("SET k abc", "RENAME k k")]
    [InlineData("SET k abc", "TOUCH k")]
    [InlineData("SET k abc", "SETNX k other")]
    [InlineData("SET k abc", "SET k other NX")]
    public void A_change_keeps_them(string create, string change)
    {
        using RespConnection client = server.Fresh();
        client.Run("PFADD other:hll x y z");
        client.Run("RPUSH other:list x");
        client.Run("SADD other:set x");
        client.Run(Long(create));
        Assert.Equal("2", client.Do("ADDTAG", "k", "one", "two"));
        string reply = client.Run(Long(change));
        Assert.False(reply.StartsWith("ERR", StringComparison.Ordinal) || reply.StartsWith("WRONGTYPE", StringComparison.Ordinal), reply);
        Assert.Equal(["one", "two"], client.Sorted("TAGS", "k"));
        Assert.Equal(("1", "1"), (client.Do("TAGCOUNT", "one"), client.Do("TAGCOUNT", "two")));
        Assert.Equal(["k"], client.Sorted("TAGKEYS", "two"));
        Assert.Equal("1", client.Do("INVALIDATE", "two"));
        Assert.Equal(("0", "0"), (client.Do("EXISTS", "k"), client.Do("TAGCOUNT", "one")));
    }

    [Theory]
    [InlineData("SET k v", "SET k w")]
    [InlineData("SET k v", "SET k w KEEPTTL")]
    [InlineData("SET k v", "SET k w XX GET")]
    [InlineData("SET k v", "SETEX k 100 w")]
    [InlineData("SET k v", "PSETEX k 100000 w")]
    [InlineData("SET k v", "GETSET k w")]
    [InlineData("SET k v", "MSET k w l x")]
    [InlineData("SET k v", "MSETEX 1 k w")]
    [InlineData("SET k v", "BITOP NOT k other:s")]
    [InlineData("RPUSH k v", "SUNIONSTORE k other:set")]
    [InlineData("SADD k v", "SUNIONSTORE k other:set")]
    [InlineData("SADD k v", "SINTERSTORE k other:set")]
    [InlineData("SADD k v", "SDIFFSTORE k other:set")]
    [InlineData("ZADD k 1 v", "ZUNIONSTORE k 1 other:zset")]
    [InlineData("ZADD k 1 v", "ZRANGESTORE k other:zset 0 -1")]
    [InlineData("ZADD k 1 v", "GEOSEARCHSTORE k other:zset FROMLONLAT 1 1 BYRADIUS 1000 km")]
    [InlineData("RPUSH k v", "SORT other:list STORE k")]
    [InlineData("SET k v", "RENAME other:s k")]
    [InlineData("SET k v", "COPY other:s k REPLACE")]
    [InlineData("HSET k f v", "SET k w")]
    public void Storing_anew_clears_them(string create, string overwrite)
    {
        using RespConnection client = server.Fresh();
        client.Run("SET other:s text");
        client.Run("RPUSH other:list 1 2");
        client.Run("SADD other:set x");
        client.Run("GEOADD other:zset 1 1 x");
        client.Run(create);
        client.Do("ADDTAG", "k", "one", "two");
        string reply = client.Run(overwrite);
        Assert.False(reply.StartsWith("ERR", StringComparison.Ordinal), reply);
        Assert.Equal("1", client.Do("EXISTS", "k"));
        Assert.Empty(client.Ask("TAGS", "k").Items);
        Assert.Equal("0", client.Do("TAGCOUNT", "one"));
        Assert.Equal("0", client.Do("INVALIDATE", "one", "two"));
        Assert.Equal("1", client.Do("EXISTS", "k"));
        Assert.Empty(client.Ask("TAG", "SCAN", "0").Items[1].Items);
    }

    [Theory]
    [InlineData("DEL k")]
    [InlineData("UNLINK k")]
    [InlineData("GETDEL k")]
    [InlineData("EXPIRE k -1")]
    [InlineData("PEXPIREAT k 1")]
    [InlineData("SDIFFSTORE k none")]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL ASYNC")]
    [InlineData("RENAME other k")]
    [InlineData("MOVE k 1")]
    public void They_go_with_the_key(string command)
    {
        using RespConnection client = server.Fresh();
        client.Do("SET", "other", "v");
        client.Do("SETTAG", "k", "v", "one", "two");
        client.Run(command);
        Assert.Equal("0", client.Do("TAGCOUNT", "one"));
        Assert.Empty(client.Ask("TAGKEYS", "two").Items);
        Assert.Empty(client.Ask("TAG", "SCAN", "0").Items[1].Items);
        client.Do("SET", "k", "new");
        Assert.Empty(client.Ask("TAGS", "k").Items);
    }

    [Fact]
    public void Rename_takes_them_along_copy_copies_them_and_move_takes_them_elsewhere()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "a", "v", "one", "two");
        client.Do("RENAME", "a", "b");
        Assert.Equal(["b"], client.Sorted("TAGKEYS", "one"));
        client.Do("COPY", "b", "c");
        Assert.Equal(["b", "c"], client.Sorted("TAGKEYS", "two"));
        Assert.Equal("1", client.Do("MOVE", "b", "3"));
        Assert.Equal("1", client.Do("COPY", "c", "d", "DB", "3"));
        Assert.Equal("1", client.Do("TAGCOUNT", "one"));
        Assert.Equal("1", client.Do("INVALIDATE", "one"));
        client.Do("SELECT", "3");
        Assert.Equal(["b", "d"], client.Sorted("TAGKEYS", "one"));
        Assert.Equal(["one", "two"], client.Sorted("TAGS", "d"));
        Assert.Equal("2", client.Do("INVALIDATE", "two"));
        Assert.Equal("0", client.Do("DBSIZE"));
    }

    [Fact]
    public void Restore_brings_none_and_takes_those_of_what_it_replaces()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "v", "one");
        byte[] dump = System.Text.Encoding.Latin1.GetBytes(client.Ask("DUMP", "k").Text!);
        client.Call([.. new[] { "RESTORE", "k", "0" }.Select(System.Text.Encoding.Latin1.GetBytes), dump, "REPLACE"u8.ToArray()]);
        Assert.Empty(client.Ask("TAGS", "k").Items);
        Assert.Equal("0", client.Do("INVALIDATE", "one"));
        Assert.Equal("v", client.Do("GET", "k"));
    }

    [Fact]
    public void Swapdb_exchanges_them_with_the_keys()
    {
        using RespConnection client = server.Fresh(), other = server.Process.Connect();
        other.Do("SELECT", "1");
        client.Do("SETTAG", "k", "zero", "t");
        other.Do("SETTAG", "k", "one", "t", "u");
        client.Do("SWAPDB", "0", "1");
        Assert.Equal(["t", "u"], client.Sorted("TAGS", "k"));
        Assert.Equal("1", client.Do("INVALIDATE", "t"));
        Assert.Equal("zero", other.Do("GET", "k"));
        Assert.Equal("1", other.Do("TAGCOUNT", "t"));
    }

    [Fact]
    public void A_namespace_takes_them_along()
    {
        using RespConnection client = server.Fresh(), inside = server.Process.Connect();
        client.Do("NSDEL", "tagged");
        client.Do("NSCREATE", "tagged");
        inside.Do("NAMESPACE", "tagged");
        inside.Do("SETTAG", "k", "v", "t");
        client.Do("SETTAG", "k", "v", "t");
        Assert.Equal(1, client.Ask("NSINFO", "tagged")["tags"]!.Integer);
        client.Do("NSDEL", "tagged");
        client.Do("NSCREATE", "tagged");
        inside.Do("NAMESPACE", "tagged");
        Assert.Equal("0", inside.Do("TAGCOUNT", "t"));
        Assert.Equal("1", client.Do("TAGCOUNT", "t"));
        client.Do("NSDEL", "tagged");
    }

    [Fact]
    public void A_tagged_key_gets_the_default_expiry_of_its_namespace()
    {
        using RespConnection client = server.Fresh();
        client.Do("NSDEL", "brief");
        client.Do("NSCREATE", "brief", "TTL", "100");
        client.Do("NAMESPACE", "brief");
        client.Do("SETTAG", "k", "v", "t");
        client.Do("SET", "l", "v", "TAGS", "1", "t", "EX", "7");
        Assert.InRange(client.Ask("TTL", "k").Integer, 90, 100);
        Assert.InRange(client.Ask("TTL", "l").Integer, 1, 7);
        client.Do("NSDEL", "brief");
    }

    [Fact]
    public void Expired_keys_carry_nothing_and_counts_know_it_at_once()
    {
        using RespConnection client = server.Fresh();
        client.Load(30_000, i => $"SET e:{i} v PX 400 TAGS 2 e every");
        client.Load(10, i => $"SETTAG s:{i} v every");
        Thread.Sleep(900);
        Assert.Equal("0", client.Do("TAGCOUNT", "e"));
        Assert.Equal("10", client.Do("TAGCOUNT", "every"));
        client.Load(30_000, i => $"SET e:{i} v PX 400 TAGS 2 e every");
        Thread.Sleep(900);
        Assert.Equal("10", client.Do("INVALIDATE", "every"));
        Assert.Equal("0", client.Do("DBSIZE"));
        Assert.Empty(client.Ask("TAG", "SCAN", "0").Items[1].Items);
    }

    [Fact]
    public void Counts_are_exact_to_the_millisecond_while_keys_expire()
    {
        const int keys = 500;
        using RespConnection client = server.Fresh();
        client.Load(keys, i => $"SET e:{i} v PX {100 + (i * 3)} TAGS 1 e");
        string[] all = [.. Enumerable.Range(0, keys).Select(i => $"e:{i}")];
        long left;
        do
        {
            client.Do("MULTI");
            client.Do("TAGCOUNT", "e");
            client.Do(["EXISTS", .. all]);
            RespValue counts = client.Ask("EXEC");
            left = counts.Items[0].Integer;
            Assert.Equal(counts.Items[1].Integer, left);
            Thread.Sleep(7);
        }
        while (left > 0);
    }

    [Fact]
    public void Evicted_keys_carry_nothing()
    {
        using RespConnection client = server.Fresh();
        client.Do("NSDEL", "narrow");
        Assert.Equal("OK", client.Do("NSCREATE", "narrow", "MAXMEMORY", "2mb", "POLICY", "allkeys-random"));
        client.Do("NAMESPACE", "narrow");
        client.Load(20_000, i => $"SETTAG k:{i} {new string('v', 200)} t:{i % 7} all");
        long keys = client.Ask("DBSIZE").Integer;
        Assert.InRange(keys, 1000, 19_000);
        Assert.Equal(keys, client.Ask("TAGCOUNT", "all").Integer);
        Assert.Equal(keys, Enumerable.Range(0, 7).Sum(i => client.Ask("TAGCOUNT", $"t:{i}").Integer));
        Assert.Equal(keys, client.Ask("INVALIDATE", "all").Integer);
        client.Do("NSDEL", "narrow");
    }

    [Fact]
    public void All_memory_comes_back()
    {
        using RespConnection client = server.Fresh();
        client.Do("NSDEL", "memory");
        client.Do("NSCREATE", "memory");
        client.Do("NAMESPACE", "memory");
        client.Load(300, i => $"SETTAG k:{i} v t:{i}");
        client.Do("FLUSHDB");
        long server0 = client.Figure("memory", "used_memory");
        long before = client.Ask("NSINFO", "memory")["memory"]!.Integer;

        client.Load(20_000, i => $"SETTAG k:{i} v t:{i} all u:{i % 100}");
        client.Do("TAGLINK", "p", "c");
        Assert.True(client.Ask("NSINFO", "memory")["memory"]!.Integer > before + 20_000 * 60);
        client.Do("INVALIDATE", "all");
        client.Do("TAGUNLINK", "p", "c");
        Eventually.True(() => client.Ask("NSINFO", "memory")["tags"]!.Integer == 0, "the index is empty");
        client.Do("FLUSHDB");
        Assert.Equal(before, client.Ask("NSINFO", "memory")["memory"]!.Integer);
        Assert.InRange(client.Figure("memory", "used_memory"), 0, server0 + (4 << 20));
        client.Do("NSDEL", "memory");
    }

    private static string Long(string command) => command
        .Replace("{long}", new string('x', 3000), StringComparison.Ordinal)
        .Replace("{many}", string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"member:{i}")), StringComparison.Ordinal)
        .Replace("{pairs}", string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"f{i} v{i}")), StringComparison.Ordinal)
        .Replace("{scores}", string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"{i} m{i}")), StringComparison.Ordinal);
}
