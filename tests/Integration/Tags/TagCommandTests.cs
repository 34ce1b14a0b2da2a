using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Replies, errors and limits of the commands on tags, in both protocols.</summary>
public sealed class TagCommandTests(OurServer server) : IClassFixture<OurServer>
{
    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void Replies_of_each_command(string protocol)
    {
        using RespConnection client = server.Fresh();
        client.Ask("HELLO", protocol);
        char set = protocol == "3" ? '~' : '*';

        Assert.Equal("+OK\r\n", Raw(client, "SETTAG k v a b a"));
        Assert.Equal("+OK\r\n", Raw(client, "SET t v TAGS 1 a"));
        Assert.Equal($"{set}2\r\n$1\r\na\r\n$1\r\nb\r\n", Raw(client, "TAGS k"));
        Assert.Equal(["a", "b"], client.Sorted("TAGS", "k"));
        client.Ask("SET", "plain", "v");
        Assert.Equal($"{set}0\r\n", Raw(client, "TAGS plain"));
        Assert.Equal(protocol == "3" ? "_\r\n" : "$-1\r\n", Raw(client, "TAGS none"));
        Assert.Equal(":2\r\n", Raw(client, "ADDTAG plain a c c"));
        Assert.Equal(":0\r\n", Raw(client, "ADDTAG plain a"));
        Assert.Equal(":1\r\n", Raw(client, "REMTAG plain c d"));
        Assert.Equal(set, (char)client.Call("TAGKEYS", "a")[0]);
        Assert.Equal(["k", "plain", "t"], client.Sorted("TAGKEYS", "a"));
        Assert.Equal($"{set}0\r\n", Raw(client, "TAGKEYS none"));
        Assert.Equal(":3\r\n", Raw(client, "TAGCOUNT a"));
        Assert.Equal(":0\r\n", Raw(client, "TAGCOUNT none"));
        Assert.Equal(":1\r\n", Raw(client, "TAGLINK a child"));
        Assert.Equal(":0\r\n", Raw(client, "TAGLINK a child"));
        Assert.Equal($"{set}1\r\n$5\r\nchild\r\n", Raw(client, "TAGCHILDREN a"));
        Assert.Equal($"{set}0\r\n", Raw(client, "TAGCHILDREN child"));
        Assert.Equal(":1\r\n", Raw(client, "TAGUNLINK a child"));
        Assert.Equal(":0\r\n", Raw(client, "TAGUNLINK a child"));
        Assert.Equal(":1\r\n", Raw(client, "TAGDEL b"));
        Assert.Equal(":0\r\n", Raw(client, "TAGDEL none"));
        Assert.Equal(":3\r\n", Raw(client, "INVALIDATE a none"));
        Assert.Equal(":0\r\n", Raw(client, "INVALIDATE none"));
        Assert.Equal(":0\r\n", Raw(client, "TAGINVALIDATE none"));
        Assert.Equal(":0\r\n", Raw(client, "TAGINVALIDATE none cascade"));
        Assert.Equal(":0\r\n", Raw(client, "tag invalidate any 2 x y cascade soft 10"));
        Assert.Equal(":0\r\n", Raw(client, "TAG INVALIDATE ALL 2 x y SOFTAT 99999999999999 CASCADE"));
        Assert.Equal("*2\r\n$1\r\n0\r\n*0\r\n", Raw(client, "TAG SCAN 0"));
        Assert.Equal('$', (char)client.Call("TAG", "TOKEN", "a")[0]);
        Assert.Equal(14, client.Ask("TAG", "HELP").Items.Count);
        Assert.Equal("0", client.Do("DBSIZE"));
    }

    [Theory]
    [InlineData("SETTAG k v", "wrong number of arguments for 'settag' command")]
    [InlineData("TAGS", "wrong number of arguments for 'tags' command")]
    [InlineData("ADDTAG k", "wrong number of arguments for 'addtag' command")]
    [InlineData("ADDTAG none t", "no such key")]
    [InlineData("REMTAG none t", "no such key")]
    [InlineData("TAGKEYS", "wrong number of arguments for 'tagkeys' command")]
    [InlineData("TAGKEYS a b", "wrong number of arguments for 'tagkeys' command")]
    [InlineData("TAGCOUNT a b", "wrong number of arguments for 'tagcount' command")]
    [InlineData("TAGINFO", "wrong number of arguments for 'taginfo' command")]
    [InlineData("TAGDEL a b", "wrong number of arguments for 'tagdel' command")]
    [InlineData("INVALIDATE", "wrong number of arguments for 'invalidate' command")]
    [InlineData("TAGINVALIDATE a NO", "syntax error")]
    [InlineData("TAGINVALIDATE a CASCADE x", "syntax error")]
    [InlineData("TAGLINK a", "wrong number of arguments for 'taglink' command")]
    [InlineData("TAGLINK a a", "the link would close a circle")]
    [InlineData("TAG INVALIDATE ANY 1", "wrong number of arguments for 'tag|invalidate' command")]
    [InlineData("TAG INVALIDATE SOME 1 a", "syntax error")]
    [InlineData("TAG INVALIDATE ANY x a", "value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 0 a", "value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 2 a", "syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a b", "syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a CASCADE CASCADE", "syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT", "syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 1 SOFTAT 1", "syntax error")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT x", "value is not an integer or out of range")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 0", "value is out of range, must be positive")]
    [InlineData("TAG INVALIDATE ANY 1 a SOFT 9223372036854775807", "value is not an integer or out of range")]
    [InlineData("TAG SCAN x", "invalid cursor")]
    [InlineData("TAG SCAN 0 MATCH", "syntax error")]
    [InlineData("TAG SCAN 0 COUNT 0", "syntax error")]
    [InlineData("TAG SCAN 0 COUNT x", "value is not an integer or out of range")]
    [InlineData("TAG TOKEN", "wrong number of arguments for 'tag|token' command")]
    [InlineData("TAG CHANGES x", "value is not an integer or out of range")]
    [InlineData("TAG CHANGES 1 COUNT", "syntax error")]
    [InlineData("TAG CHANGES 1 COUNT 0", "syntax error")]
    [InlineData("TAG CHANGES 1 COUNT x", "value is not an integer or out of range")]
    [InlineData("TAG NOSUCH", "unknown subcommand 'NOSUCH'. Try TAG HELP.")]
    [InlineData("SET k v TAGS", "syntax error")]
    [InlineData("SET k v TAGS 1", "syntax error")]
    [InlineData("SET k v TAGS 2 a", "syntax error")]
    [InlineData("SET k v TAGS 1 a b", "syntax error")]
    [InlineData("SET k v TAGS 0", "value is not an integer or out of range")]
    [InlineData("SET k v TAGS x a", "value is not an integer or out of range")]
    [InlineData("SET k v TAGS 1 a TAGS 1 b", "syntax error")]
    [InlineData("SET k v IFTOKEN", "syntax error")]
    [InlineData("SET k v IFTOKEN no-token", "invalid token")]
    public void What_makes_no_sense_changes_nothing(string command, string error)
    {
        using RespConnection client = server.Fresh();
        Assert.Equal($"ERR {error}", client.Run(command));
        Assert.Equal("0", client.Do("DBSIZE"));
    }

    [Fact]
    public void A_tag_has_1_to_512_bytes_of_any_kind()
    {
        using RespConnection client = server.Fresh();
        string longest = new('x', 512), binary = "\0\r\n\xff ";
        client.Do("SETTAG", "k", "v", "old");
        foreach (string wrong in new[] { "", longest + "x" })
        {
            const string error = "ERR a tag must have 1 to 512 bytes";
            Assert.Equal(error, client.Do("SETTAG", "k", "new", "ok", wrong));
            Assert.Equal(error, client.Do("SET", "k", "new", "TAGS", "2", "ok", wrong));
            Assert.Equal(error, client.Do("ADDTAG", "k", "ok", wrong));
            Assert.Equal(error, client.Do("REMTAG", "k", "old", wrong));
            Assert.Equal(error, client.Do("INVALIDATE", "old", wrong));
            Assert.Equal(error, client.Do("TAGCOUNT", wrong));
            Assert.Equal(error, client.Do("TAGLINK", "p", wrong));
            Assert.Equal(error, client.Do("TAG", "TOKEN", wrong));
        }

        Assert.Equal(("v", "old"), (client.Do("GET", "k"), client.Do("TAGS", "k")));
        Assert.Equal("2", client.Do("ADDTAG", "k", longest, binary));
        Assert.Equal(["k"], client.Sorted("TAGKEYS", binary));
        Assert.Equal("1", client.Do("TAGCOUNT", longest));
        Assert.Equal("1", client.Do("INVALIDATE", binary));
    }

    [Fact]
    public void An_entry_carries_1024_tags()
    {
        using RespConnection client = server.Fresh();
        string[] tags = [.. Enumerable.Range(0, 1025).Select(i => $"t{i}")];
        const string error = "ERR an entry can carry at most 1024 tags";
        Assert.Equal(error, client.Do(["SETTAG", "k", "v", .. tags]));
        Assert.Equal(error, client.Do(["SET", "k", "v", "TAGS", "1025", .. tags]));
        Assert.Equal("0", client.Do("EXISTS", "k"));
        Assert.Equal("OK", client.Do(["SETTAG", "k", "v", .. tags[..1024]]));
        Assert.Equal(1024, client.Ask("TAGS", "k").Items.Count);
        Assert.Equal(error, client.Do("ADDTAG", "k", "t0", "t1024"));
        Assert.Equal("0", client.Do("ADDTAG", "k", "t0", "t1"));
        Assert.Equal("0", client.Do("TAGCOUNT", "t1024"));
        Assert.Equal("1", client.Do("REMTAG", "k", "t0"));
        Assert.Equal("1", client.Do("ADDTAG", "k", "t1024"));
        Assert.Equal("1", client.Do(["INVALIDATE", .. tags[1..]]));
    }

    [Theory]
    [InlineData("SET k new TAGS 2 a b EX 100 NX", "nil", "old", "")]
    [InlineData("SET k new XX TAGS 2 a b", "OK", "new", "a b")]
    [InlineData("SET k new TAGS 1 a XX GET", "old", "new", "a")]
    [InlineData("SET k new GET TAGS 1 NX", "old", "new", "NX")]
    [InlineData("SET k new TAGS 1 TAGS IFEQ old", "OK", "new", "TAGS")]
    [InlineData("SET k new IFEQ other TAGS 1 a", "nil", "old", "")]
    [InlineData("SET k new tags 1 a keepttl", "OK", "new", "a")]
    [InlineData("SET k new PX 100000 tags 3 a b a get", "old", "new", "a b")]
    [InlineData("SET none new TAGS 1 a XX", "nil", "old", "")]
    public void Tags_go_with_the_other_options_of_set(string command, string reply, string value, string tags)
    {
        using RespConnection client = server.Fresh();
        client.Do("SET", "k", "old", "EX", "1000");
        Assert.Equal(reply, client.Run(command));
        Assert.Equal(value, client.Do("GET", "k"));
        Assert.Equal(tags, string.Join(' ', client.Sorted("TAGS", "k")));
        if (command.Contains("keepttl", StringComparison.Ordinal))
            Assert.InRange(client.Ask("TTL", "k").Integer, 900, 1000);
        Assert.Equal("0", client.Do("EXISTS", "none"));
    }

    [Fact]
    public void Tag_info_is_a_map_of_what_is_known()
    {
        using RespConnection client = server.Fresh();
        Assert.True(client.Ask("TAGINFO", "info").IsNull);
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        client.Load(50, i => $"SETTAG i:{i} {new string('v', 100)} info other");
        client.Do("TAGLINK", "info", "below");
        RespValue info = client.Ask("TAGINFO", "info");
        Assert.Equal(["name", "keys", "memory", "generation", "created", "last_invalidated", "invalidations", "children"],
            info.Items.Where((_, i) => i % 2 == 0).Select(one => one.Text));
        Assert.Equal(("info", 50, 0, 0, 0, 1), (info["name"]!.Text, info["keys"]!.Integer, info["generation"]!.Integer,
            info["last_invalidated"]!.Integer, info["invalidations"]!.Integer, info["children"]!.Integer));
        Assert.Equal(Enumerable.Range(0, 50).Sum(i => client.Ask("MEMORY", "USAGE", $"i:{i}").Integer), info["memory"]!.Integer);
        Assert.InRange(info["created"]!.Integer, before - 1000, before + 60_000);

        client.Do("INVALIDATE", "info");
        RespValue after = client.Ask("TAGINFO", "info");
        Assert.Equal((0, 0, 1, 0), (after["keys"]!.Integer, after["memory"]!.Integer, after["invalidations"]!.Integer, after["created"]!.Integer));
        Assert.Equal(client.Ask("TAG", "CHANGES", "$").Integer, after["generation"]!.Integer);
        Assert.InRange(after["last_invalidated"]!.Integer, before - 1000, before + 60_000);
        client.Ask("HELLO", "3");
        Assert.Equal('%', client.Ask("TAGINFO", "info").Type);
    }

    [Fact]
    public void Memory_of_many_entries_is_extrapolated()
    {
        using RespConnection client = server.Fresh();
        client.Load(25_000, i => $"SETTAG m:{i:D5} {new string('v', 50)} many");
        long each = client.Ask("MEMORY", "USAGE", "m:00007").Integer;
        Assert.InRange(client.Ask("TAGINFO", "many")["memory"]!.Integer, 24_000 * each, 26_000 * each);
    }

    [Fact]
    public void Scan_meets_each_tag_of_the_namespace()
    {
        using RespConnection client = server.Fresh();
        client.Load(3000, i => $"SETTAG k{i} v tag:{i} all");
        Assert.Equal(3001, Scan(client).Count);
        Assert.Equal(111, Scan(client, "MATCH", "tag:*00", "MATCH", "tag:12*").Count);
        Assert.Equal(3001, Scan(client, "COUNT", "500").Count);
        client.Do("INVALIDATE", "all");
        Assert.Empty(Scan(client));
    }

    [Fact]
    public void Metadata_says_what_routes_the_commands()
    {
        using RespConnection client = server.Fresh();
        foreach (string command in new[] { "SETTAG k v t", "TAGS k", "ADDTAG k t", "REMTAG k t", "SET k v TAGS 1 t" })
            Assert.Equal("k", client.Run($"COMMAND GETKEYS {command}"));
        Assert.StartsWith("ERR", client.Do("COMMAND", "GETKEYS", "INVALIDATE", "t"), StringComparison.Ordinal);
        Assert.Equal("write denyoom", Flags(client, "settag"));
        Assert.Equal("readonly fast", Flags(client, "tagcount"));
        Assert.Equal("write", Flags(client, "invalidate"));
        Assert.Equal("write denyoom fast", Flags(client, "addtag"));
        Assert.Equal("@keyspace @read @fast", string.Join(' ', client.Ask("COMMAND", "INFO", "tagcount").Items[0].Items[6].Items.Select(one => one.Text)));
        Assert.Contains("IFTOKEN", client.Do("COMMAND", "DOCS", "SET"), StringComparison.Ordinal);
        Assert.Contains("SOFTAT", client.Do("COMMAND", "DOCS", "TAG"), StringComparison.Ordinal);
    }

    private static string Flags(RespConnection client, string command) =>
        string.Join(' ', client.Ask("COMMAND", "INFO", command).Items[0].Items[2].Items.Select(one => one.Text));

    private static HashSet<string> Scan(RespConnection client, params string[] options)
    {
        HashSet<string> tags = [];
        string cursor = "0";
        do
        {
            RespValue page = client.Ask(["TAG", "SCAN", cursor, .. options]);
            cursor = page.Items[0].Text!;
            tags.UnionWith(page.Items[1].Items.Select(one => one.Text!));
        }
        while (cursor != "0");
        return tags;
    }

    private static string Raw(RespConnection client, string command) =>
        System.Text.Encoding.Latin1.GetString(client.Call(command.Split(' ')));
}
