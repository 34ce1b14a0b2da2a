using System.Diagnostics;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Invalidation: all at once, in no time, exactly counted.</summary>
public sealed class InvalidationTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Many = 100_000;

    [Fact]
    public void Nobody_sees_any_of_the_keys_from_the_reply_on()
    {
        using RespConnection client = server.Fresh(), other = server.Process.Connect();
        client.Load(Many, i => $"SETTAG k:{i} v all t:{i % 10}");
        client.Do("SETTAG", "stays", "v", "other");
        client.Do("SADD", "set", "member");
        client.Do("ADDTAG", "set", "all");

        long began = Stopwatch.GetTimestamp();
        Assert.Equal(Many + 1, client.Ask("INVALIDATE", "all").Integer);
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        // Deleting them one by one takes longer than this by far; a loaded machine is given its time.
        Assert.True(took < TimeSpan.FromMilliseconds(50), $"{took.TotalMilliseconds} ms");
        Assert.Equal("1", other.Do("DBSIZE"));
        Assert.Equal("stays", other.Do("RANDOMKEY"));
        Assert.Equal("0", other.Do("EXISTS", "k:1", "k:99999", "set"));
        Assert.Equal("none", other.Do("TYPE", "set"));
        Assert.Equal("nil", other.Do("GET", "k:777"));
        Assert.Equal("-2", other.Do("TTL", "k:777"));
        Assert.Equal(["stays"], other.Sorted("KEYS", "*"));
        Assert.Equal(["stays"], ScanAll(other));
        Assert.Empty(other.Ask("TAGKEYS", "t:3").Items);
        Assert.Equal("0", other.Do("TAGCOUNT", "t:3"));
        Assert.Equal("0", other.Do("INVALIDATE", "t:3", "all"));
        Assert.Equal("nil", other.Do("TAGS", "k:5"));
        Assert.StartsWith("ERR no such key", other.Do("RENAME", "k:6", "x"), StringComparison.Ordinal);
        Assert.Equal("1", client.Do("DBSIZE"));
    }

    [Fact]
    public void What_is_written_again_is_a_new_entry_and_stays()
    {
        using RespConnection client = server.Fresh();
        client.Load(Many, i => $"SETTAG k:{i} old all");
        client.Do("HSET", "h", "f", "v");
        client.Do("ADDTAG", "h", "all");
        client.Send("*2\r\n$10\r\nINVALIDATE\r\n$3\r\nall\r\n*4\r\n$6\r\nSETTAG\r\n$4\r\nk:17\r\n$3\r\nnew\r\n$3\r\nall\r\n");
        Assert.Equal(Many + 1, client.Read().Integer);
        Assert.Equal("OK", client.Read().Text);
        Assert.Equal("1", client.Do("HSET", "h", "g", "w"));
        Assert.Equal("1", client.Do("INCR", "k:18"));
        Assert.Equal("3", client.Do("APPEND", "k:19", "abc"));
        Assert.Equal("4", client.Do("DBSIZE"));
        Assert.Equal("1", client.Do("TAGCOUNT", "all"));
        Thread.Sleep(300);
        Assert.Equal(("new", "1"), (client.Do("GET", "k:17"), client.Do("TAGCOUNT", "all")));
        Assert.Equal("g w", client.Do("HGETALL", "h"));
        Assert.Equal("4", client.Do("DBSIZE"));
        Assert.Equal("1", client.Do("INVALIDATE", "all"));
    }

    [Fact]
    public void Each_key_is_counted_once_whatever_it_carries()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "ab", "v", "a", "b");
        client.Do("SETTAG", "bc", "v", "b", "c");
        client.Do("SETTAG", "abc", "v", "a", "b", "c");
        client.Do("SETTAG", "d", "v", "d");
        Assert.Equal("2", client.Do("INVALIDATE", "a", "a"));
        Assert.Equal(("1", "1"), (client.Do("TAGCOUNT", "b"), client.Do("TAGCOUNT", "c")));
        Assert.Equal("1", client.Do("INVALIDATE", "b", "c", "a"));
        Assert.Equal("1", client.Do("DBSIZE"));
    }

    [Fact]
    public void Counts_are_exact_while_many_entries_wait_to_be_taken_back()
    {
        using RespConnection client = server.Fresh(), bystander = server.Process.Connect();
        client.Load(Many, i => $"SETTAG k:{i} v even:{i % 2} three:{i % 3} all");
        Assert.Equal(Many / 2, client.Ask("INVALIDATE", "even:0").Integer);
        int third = Enumerable.Range(0, Many).Count(i => i % 2 == 1 && i % 3 == 0);
        Assert.Equal(third, client.Ask("TAGCOUNT", "three:0").Integer);
        Assert.Equal(Many / 2, bystander.Ask("TAGCOUNT", "all").Integer);
        Assert.Equal(Many / 2, bystander.Ask("DBSIZE").Integer);
        Assert.Equal(third, client.Ask("INVALIDATE", "three:0").Integer);
        Assert.Equal((Many / 2) - third, client.Ask("INVALIDATE", "all").Integer);
        Assert.Equal("0", client.Do("DBSIZE"));
    }

    [Fact]
    public void A_client_that_waits_for_a_count_keeps_nobody_and_may_leave()
    {
        using RespConnection bystander = server.Fresh();
        for (int round = 0; round < 3; round++)
        {
            bystander.Load(Many, i => $"SETTAG k:{i} v a:{i % 2} b:{i % 3} all");
            using (RespConnection hasty = server.Process.Connect())
                hasty.Send("*2\r\n$10\r\nINVALIDATE\r\n$3\r\na:0\r\n*2\r\n$10\r\nINVALIDATE\r\n$3\r\nb:0\r\n*2\r\n$8\r\nTAGCOUNT\r\n$3\r\nall\r\n");
            for (int i = 0; i < 100; i++)
                Assert.Equal("PONG", bystander.Do("PING"));
            Eventually.True(() => bystander.Ask("TAGCOUNT", "all").Integer == Many / 3, "both are in force");
            Assert.Equal(Many / 3, bystander.Ask("INVALIDATE", "all").Integer);
        }
    }

    [Fact]
    public void All_means_keys_that_carry_all_of_them()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "a", "v", "a");
        client.Do("SETTAG", "ab", "v", "a", "b");
        client.Do("SETTAG", "abc", "v", "c", "b", "a");
        client.Do("SETTAG", "bc", "v", "b", "c");
        Assert.Equal("0", client.Run("TAG INVALIDATE ALL 2 a none"));
        Assert.Equal("1", client.Run("TAG INVALIDATE ALL 3 a b c"));
        Assert.Equal("1", client.Run("TAG INVALIDATE ALL 2 b a"));
        Assert.Equal(["a", "bc"], client.Sorted("KEYS", "*"));
        Assert.Equal(("1", "1"), (client.Do("TAGCOUNT", "a"), client.Do("TAGCOUNT", "b")));
        Assert.Equal("1", client.Run("TAG INVALIDATE ALL 1 a"));
        Assert.Equal("1", client.Run("TAG INVALIDATE ANY 3 b b x"));
    }

    [Fact]
    public void All_with_cascade_takes_each_tag_for_its_family()
    {
        using RespConnection client = server.Fresh();
        client.Do("TAGLINK", "a", "a1");
        client.Do("TAGLINK", "b", "b1");
        client.Do("SETTAG", "k1", "v", "a1", "b");
        client.Do("SETTAG", "k2", "v", "a1", "b1");
        client.Do("SETTAG", "k3", "v", "a", "a1");
        Assert.Equal("2", client.Run("TAG INVALIDATE ALL 2 a b CASCADE"));
        Assert.Equal(["k3"], client.Sorted("KEYS", "*"));
    }

    [Fact]
    public void Namespaces_know_nothing_of_each_others_tags()
    {
        using RespConnection zero = server.Fresh(), one = server.Process.Connect();
        one.Do("SELECT", "1");
        zero.Do("SETTAG", "k", "0", "t");
        one.Do("SETTAG", "k", "1", "t");
        one.Do("TAGLINK", "p", "t");
        Assert.Equal("0", zero.Do("TAGINVALIDATE", "p", "CASCADE"));
        Assert.Equal("1", zero.Do("INVALIDATE", "t"));
        Assert.Equal("1", one.Do("GET", "k"));
        Assert.Equal("1", one.Do("TAGINVALIDATE", "p", "CASCADE"));
    }

    [Fact]
    public void Writers_and_invalidations_at_once_lose_nothing_and_bring_nothing_back()
    {
        using RespConnection observer = server.Fresh();
        Words.AtOnce(4, number =>
        {
            using RespConnection client = server.Process.Connect();
            string[] own = [.. Enumerable.Range(0, 20).Select(i => $"own:{number}:{i}")];
            HashSet<string> alone = [];
            for (int i = 0; i < 4000; i++)
            {
                client.Do("SETTAG", own[i % own.Length], $"{i}", "shared", $"mine:{number}", $"some:{i % 3}");
                string key = $"alone:{number}:{i % 30}";
                client.Do("SET", key, $"{i}", "TAGS", "2", $"alone:{number}", $"some:{i % 5}:{number}");
                alone.Add(key);
                Assert.Equal($"{i}", client.Do("GET", key));
                if (i % 50 == 49)
                {
                    client.Do("INVALIDATE", "shared");
                    Assert.Equal("0", client.Do(["EXISTS", .. own]));
                }

                if (i % 70 == 69)
                {
                    client.Do("INVALIDATE", "some:1", $"some:2:{number}");
                    alone.RemoveWhere(one => client.Ask("EXISTS", one).Integer == 0);
                    Assert.Equal(alone.Count, client.Ask("TAGCOUNT", $"alone:{number}").Integer);
                }

                if (i % 170 == 169)
                {
                    Assert.Equal(alone.Count, client.Ask("INVALIDATE", $"alone:{number}").Integer);
                    alone.Clear();
                }
            }
        });
        observer.Do("INVALIDATE", "shared", "alone:0", "alone:1", "alone:2", "alone:3");
        Assert.Equal("0", observer.Do("DBSIZE"));
        Assert.Empty(observer.Ask("TAG", "SCAN", "0", "COUNT", "10000").Items[1].Items);
    }

    [Fact]
    public void Inside_a_transaction_it_is_one_of_its_steps()
    {
        using RespConnection client = server.Fresh();
        client.Load(Many, i => $"SETTAG k:{i} v even:{i % 2} all");
        Assert.Equal("OK", client.Do("MULTI"));
        client.Do("INVALIDATE", "even:0");
        client.Do("TAGCOUNT", "all");
        client.Do("SETTAG", "k:0", "new", "all");
        client.Do("TAGCOUNT", "all");
        client.Do("INVALIDATE", "all");
        client.Do("TAGKEYS", "all");
        client.Do("SETTAG", "last", "v", "all");
        client.Do("TAG", "SCAN", "0");
        RespValue results = client.Ask("EXEC");
        Assert.Equal([Many / 2, Many / 2], results.Items.Take(2).Select(one => one.Integer));
        Assert.Equal([(Many / 2) + 1, (Many / 2) + 1], [results.Items[3].Integer, results.Items[4].Integer]);
        Assert.Empty(results.Items[5].Items);
        Assert.Equal("all", results.Items[7].Items[1].Line());
        Assert.Equal(["last"], client.Sorted("KEYS", "*"));
    }

    [Fact]
    public void Counts_inside_a_transaction_of_other_commands_are_answered()
    {
        using RespConnection client = server.Fresh();
        client.Do("SETTAG", "k", "v", "t");
        client.Do("MULTI");
        foreach (string command in new[] { "INCR n", "TAGCOUNT t", "TAG SCAN 0", "TAGINFO none", "TAGS k", "TAGDEL t", "TAG CHANGES $", "INVALIDATE t" })
            client.Run(command);
        RespValue results = client.Ask("EXEC");
        Assert.Equal(["1", "1", "0 t", "nil", "t", "1"], results.Items.Take(6).Select(one => one.Line()));
        Assert.Equal("0", results.Items[7].Line());
    }

    [Fact]
    public void Whoever_watches_a_key_is_told()
    {
        using RespConnection client = server.Fresh(), other = server.Process.Connect();
        client.Do("SETTAG", "k", "v", "t");
        client.Do("WATCH", "k");
        other.Do("INVALIDATE", "t");
        client.Do("MULTI");
        client.Do("SET", "k", "late");
        Assert.Equal("nil", client.Do("EXEC"));
        Assert.Equal("0", client.Do("EXISTS", "k"));
    }

    private static string[] ScanAll(RespConnection client)
    {
        SortedSet<string> keys = new(StringComparer.Ordinal);
        string cursor = "0";
        do
        {
            RespValue page = client.Ask("SCAN", cursor, "COUNT", "10000");
            cursor = page.Items[0].Text!;
            keys.UnionWith(page.Items[1].Items.Select(one => one.Text!));
        }
        while (cursor != "0");
        return [.. keys];
    }
}
