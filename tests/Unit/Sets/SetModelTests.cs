using System.Text;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Sets;
using CsCheck;

namespace CacheStorm.UnitTests.Sets;

/// <summary>Sets against a hash set, through every layout and across the limits between them.</summary>
public sealed class SetModelTests
{
    private static string Member(int number) => (number % 5) switch
    {
        0 => $"{(long)number * number * number * 1_000_003}",
        1 => $"{-number}",
        2 => $"m{number}",
        3 => number % 11 == 0 ? new string('x', 50 + number) : $"0{number}",
        _ => $"{number}",
    };

    [Theory]
    [InlineData(8, 8)]
    [InlineData(512, 128)]
    [InlineData(0, 0)]
    [InlineData(0, 16)]
    [InlineData(16, 0)]
    public void Does_what_a_hash_set_does(int integers, int packed)
    {
        Gen<(int Number, int Action)[]> steps = Gen.Select(Gen.Int[0, 250], Gen.Int[0, 11]).Array[0, 600];
        Gen.Select(steps, Gen.Bool).Sample((actions, integersOnly) =>
        {
            var server = new SetServer();
            server.Settings.MaxIntsetEntries = integers;
            server.Settings.MaxListpackEntries = packed;
            long empty = server.Store.Store.ExactBytes();
            var model = new HashSet<string>();
            foreach ((int number, int action) in actions)
            {
                string member = integersOnly ? $"{number}" : Member(number);
                Step(server, model, member, number, action);
            }

            CheckSame(server, model);
            server.Open().Clear(inBackground: false);
            Assert.Equal(empty, server.Store.Store.ExactBytes());
        }, iter: 40);
    }

    [Fact]
    public void A_set_passes_through_its_layouts_and_keeps_its_expiry()
    {
        var server = new SetServer();
        server.Run("SADD", "s", "1");
        StoreKeyspace keyspace = server.Open();
        keyspace.TryFind("s"u8, out Entry entry);
        keyspace.SetExpiry(ref entry, server.Store.Clock.Now + 1000);
        var layouts = new List<SetEncoding>();
        foreach (string[] members in (string[][])[["2", "3"], ["a"], [.. Enumerable.Range(0, 200).Select(i => $"m{i}")]])
        {
            server.Run(["SADD", "s", .. members]);
            layouts.Add(server.EncodingOf("s"));
            server.Open().TryFind("s"u8, out entry);
            Assert.Equal(server.Store.Clock.Now + 1000, entry.ExpireAt);
        }

        Assert.Equal([SetEncoding.Integers, SetEncoding.Packed, SetEncoding.Table], layouts);
        Assert.Equal(204, server.Integer("SCARD", "s"));
    }

    [Fact]
    public void The_algebra_agrees_with_hash_sets_in_all_layouts()
    {
        Gen<int[]> members = Gen.OneOf(Gen.Int[0, 30].Array[0, 20], Gen.Int[0, 200].Array[0, 150], Gen.Int[0, 900].Array[0, 800]);
        Gen.Select(members, members, members, Gen.Bool).Sample((first, second, third, integersOnly) =>
        {
            var server = new SetServer();
            HashSet<string> a = Fill(server, "a", first, integersOnly);
            HashSet<string> b = Fill(server, "b", second, integersOnly);
            HashSet<string> c = Fill(server, "c", third, integersOnly: true);
            Check(server, "SINTER", ["a", "b"], a.Intersect(b));
            Check(server, "SINTER", ["a", "b", "c"], a.Intersect(b).Intersect(c));
            Check(server, "SUNION", ["a", "b", "c"], a.Union(b).Union(c));
            Check(server, "SDIFF", ["a", "b"], a.Except(b));
            Check(server, "SDIFF", ["a", "b", "c"], a.Except(b).Except(c));
            Check(server, "SDIFF", ["c", "a", "b"], c.Except(a).Except(b));
            int common = a.Intersect(b).Count();
            Assert.Equal(common, server.Integer("SINTERCARD", "2", "a", "b"));
            Assert.Equal(Math.Min(common, 3), server.Integer("SINTERCARD", "2", "a", "b", "LIMIT", "3"));
        }, iter: 60);
    }

    [Fact]
    public void What_is_written_down_is_read_back()
    {
        var server = new SetServer();
        string[][] sets = [["1", "2", "70000", "-5000000000"], ["a", "1", new string('x', 64)], [.. Enumerable.Range(0, 500).Select(i => $"m{i}"), new string('y', 5000)]];
        foreach (string[] members in sets)
        {
            server.Run(["SADD", "s", .. members]);
            StoreKeyspace keyspace = server.Open();
            keyspace.TryFind("s"u8, out Entry entry);
            byte rdbType = server.Type.RdbTypeOf(entry);
            var writer = new RdbWriter();
            server.Type.Write(entry, writer);
            var digest = new ContentDigest();
            server.Type.Digest(entry, digest);

            byte[] written = writer.Written.ToArray();
            var reader = new RdbReader(written);
            Assert.True(server.Type.TryRead(ref reader, rdbType, 0, keyspace, "copy"u8, Expiry.None));
            Assert.Equal(members.Order(StringComparer.Ordinal), server.Strings("SMEMBERS", "copy").Order(StringComparer.Ordinal));
            server.Open().TryFind("copy"u8, out Entry copy);
            var copyDigest = new ContentDigest();
            server.Type.Digest(copy, copyDigest);
            Assert.Equal(digest.Value, copyDigest.Value);
            Assert.Equal(server.EncodingOf("s"), server.EncodingOf("copy"));

            for (int length = 0; length < Math.Min(written.Length, 300); length++)
            {
                var cut = new RdbReader(written.AsSpan(0, length));
                Assert.False(server.Type.TryRead(ref cut, rdbType, 0, server.Open(), "copy"u8, Expiry.None));
            }

            Assert.Equal(members.Length, server.Integer("SCARD", "copy"));
            server.Run(["SREM", "s", .. members]);
        }
    }

    [Theory]
    [InlineData(RdbType.SetIntset, "08 02000000 00000000")]
    [InlineData(RdbType.SetIntset, "0C 02000000 02000000 0200 0100")]
    [InlineData(RdbType.SetIntset, "0C 02000000 02000000 0100 0100")]
    [InlineData(RdbType.SetIntset, "0C 02000000 03000000 0100 0200")]
    [InlineData(RdbType.SetIntset, "0C 03000000 02000000 0100 0200")]
    [InlineData(RdbType.SetIntset, "0C 02000000 FFFFFFFF 0100 0200")]
    [InlineData(RdbType.Set, "00")]
    [InlineData(RdbType.Set, "02 0161 0161")]
    [InlineData(RdbType.Set, "02 0131 C001")]
    [InlineData(RdbType.Set, "80FFFFFFFF 0161")]
    [InlineData(RdbType.SetListpack, "07 07000000 0000 FF")]
    [InlineData(RdbType.SetListpack, "0B 0B000000 0200 0101 0101 FF")]
    [InlineData(RdbType.SetListpack, "0B 0B000000 0200 0101 8501 FF")]
    public void What_is_broken_changes_nothing(byte rdbType, string hex)
    {
        var server = new SetServer();
        server.Run("SADD", "s", "there");
        var reader = new RdbReader(Convert.FromHexString(hex.Replace(" ", "")));
        Assert.False(server.Type.TryRead(ref reader, rdbType, 0, server.Open(), "s"u8, Expiry.None));
        Assert.Equal(["there"], server.Strings("SMEMBERS", "s"));
    }

    [Fact]
    public void A_listpack_of_a_later_version_is_read()
    {
        var server = new SetServer();
        var reader = new RdbReader(Convert.FromHexString("0F0F00000003000101816102C1F402FF"));
        Assert.True(server.Type.TryRead(ref reader, RdbType.SetListpack, 0, server.Open(), "s"u8, Expiry.None));
        Assert.Equal(["1", "500", "a"], server.Strings("SMEMBERS", "s").Order(StringComparer.Ordinal));
    }

    private static void Step(SetServer server, HashSet<string> model, string member, int number, int action)
    {
        switch (action)
        {
            case <= 5:
                Assert.Equal(model.Add(member) ? 1 : 0, server.Integer("SADD", "s", member));
                break;
            case <= 7:
                Assert.Equal(model.Remove(member) ? 1 : 0, server.Integer("SREM", "s", member));
                break;
            case 8:
                Assert.Equal(model.Contains(member) ? 1 : 0, server.Integer("SISMEMBER", "s", member));
                break;
            case 9:
                int before = model.Count;
                string[] popped = server.Strings("SPOP", "s", $"{number % 20}");
                Assert.Equal(Math.Min(before, number % 20), popped.Length);
                Assert.All(popped, one => Assert.True(model.Remove(one), one));
                break;
            case 10:
                string[] many = [.. Enumerable.Range(number, number % 40 + 1).Select(i => i % 2 == 0 ? $"{i}" : Member(i))];
                long added = many.Count(model.Add);
                Assert.Equal(added, server.Integer(["SADD", "s", .. many]));
                break;
            default:
                string[] drawn = server.Strings("SRANDMEMBER", "s", $"{number % 30}");
                Assert.Equal(Math.Min(model.Count, number % 30), drawn.Distinct().Count());
                Assert.All(drawn, one => Assert.Contains(one, model));
                break;
        }

        Assert.Equal(model.Count, server.Integer("SCARD", "s"));
    }

    private static void CheckSame(SetServer server, HashSet<string> model)
    {
        string[] members = server.Strings("SMEMBERS", "s");
        Assert.Equal(model.Count, members.Length);
        Assert.True(model.SetEquals(members));
        if (model.Count == 0)
            return;
        StoreKeyspace keyspace = server.Open();
        keyspace.TryFind("s"u8, out Entry entry);
        keyspace.CopyTo(ref entry, keyspace, "copy"u8);
        server.Run(["SREM", "s", .. members]);
        Assert.Equal(0, server.Integer("SCARD", "s"));
        Assert.True(model.SetEquals(server.Strings("SMEMBERS", "copy")));
        Assert.All(members, member => Assert.Equal(1, server.Integer("SISMEMBER", "copy", member)));
    }

    private static HashSet<string> Fill(SetServer server, string key, int[] numbers, bool integersOnly)
    {
        HashSet<string> members = [.. numbers.Select(number => integersOnly ? $"{number}" : Member(number))];
        foreach (string member in members)
            server.Run("SADD", key, member);
        return members;
    }

    private static void Check(SetServer server, string command, string[] keys, IEnumerable<string> expected)
    {
        string[] wanted = [.. expected.Order(StringComparer.Ordinal)];
        Assert.Equal(wanted, server.Strings([command, .. keys]).Order(StringComparer.Ordinal));
        Assert.Equal(wanted.Length, server.Integer([command + "STORE", "result", .. keys]));
        Assert.Equal(wanted, server.Strings("SMEMBERS", "result").Order(StringComparer.Ordinal));
        Assert.All(wanted, member => Assert.Equal(1, server.Integer("SISMEMBER", "result", member)));

        // The destination may be one of the sources.
        StoreKeyspace keyspace = server.Open();
        if (!keyspace.TryFind(Encoding.UTF8.GetBytes(keys[0]), out Entry entry))
            return;
        keyspace.CopyTo(ref entry, keyspace, "own"u8);
        Assert.Equal(wanted.Length, server.Integer([command + "STORE", "own", "own", .. keys[1..]]));
        Assert.Equal(wanted, server.Strings("SMEMBERS", "own").Order(StringComparer.Ordinal));
    }
}
