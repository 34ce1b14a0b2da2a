using System.Text;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Server;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>What redis-server 7.0 writes is read, and the same bytes are written; what is broken changes nothing.</summary>
public sealed class SortedSetRdbTests
{
    private readonly SortedSetFixture _fixture = new();

    private StoreKeyspace Keyspace => _fixture.Keyspace;

    // Values, with the type byte in front, as DUMP of redis-server 7.0.15 shows them.
    [Theory]
    [InlineData("110c0c00000002 00816d020001ff", "m", 0)]
    [InlineData("111414000000040081610201018162 0283322e3504ff", "a,b", 1)]
    [InlineData("111414000000 0200816d02f4000064a7b3b6e00d09ff", "m", 1e18)]
    [InlineData("11111100000002 00816d0285312e352d3206ff", null, 0)]
    public void Small_ones_are_written_as_redis_writes_them(string hex, string? members, double firstScore)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", ""));
        bool isGood = members is not null;
        Assert.Equal(isGood, Read(payload));
        Assert.Equal(isGood, Keyspace.Exists("z"u8));
        if (!isGood)
            return;
        Assert.Equal(members, Members("z"));
        Assert.True(_fixture.Open().TryScore(SortedSetFixture.Bytes(members!.Split(',')[0]), out double score));
        Assert.Equal(firstScore, score);
        Assert.Equal(payload, Written("z"));

        SortedSet set = _fixture.Create("again");
        foreach (string member in members.Split(',').Reverse())
        {
            _fixture.Open().TryScore(SortedSetFixture.Bytes(member), out score);
            set.Set(SortedSetFixture.Bytes(member), score);
        }

        Assert.Equal(payload, Written("again"));
    }

    [Fact]
    public void Minus_zero_is_a_plain_zero_while_packed()
    {
        _fixture.Create().Set("m"u8, -0.0);
        Assert.Equal(Convert.FromHexString("110c0c0000000200816d020001ff"), Written("z"));
    }

    [Fact]
    public void The_older_forms_are_read()
    {
        // Scores as text: two members, one of them at infinity.
        Assert.True(Read([3, 2, 1, .. "b"u8, 254, 1, .. "a"u8, 4, .. "-2.5"u8]));
        Assert.Equal("a,b", Members("z"));
        Assert.Equal("listpack", _fixture.Encoding());

        // Binary scores, in any order.
        Assert.True(Read([5, 2, 1, .. "b"u8, .. BitConverter.GetBytes(1.0), 1, .. "a"u8, .. BitConverter.GetBytes(1.0)]));
        Assert.Equal("a,b", Members("z"));

        // A ziplist of "a" with 1.
        Assert.True(Read([12, 16, 16, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, (byte)'a', 3, 0xF2, 0xFF]));
        Assert.Equal("a", Members("z"));
        Assert.Equal(Convert.FromHexString("110c0c0000000200816102010 1ff".Replace(" ", "")), Written("z"));
    }

    [Fact]
    public void A_listpack_out_of_order_is_put_in_order()
    {
        Assert.True(Read([17, .. Pack("b", "2", "a", "1", "c", "1.5")]));
        Assert.Equal("a,c,b", Members("z"));
        Assert.Equal("listpack", _fixture.Encoding());
    }

    [Fact]
    public void A_listpack_beyond_the_threshold_becomes_a_large_one()
    {
        _fixture.Settings.MaxPackedMembers = 2;
        Assert.True(Read([17, .. Pack("b", "2", "a", "1", "c", "1.5")]));
        Assert.Equal("a,c,b", Members("z"));
        Assert.Equal("skiplist", _fixture.Encoding());
        _fixture.CheckTree();
    }

    [Fact]
    public void Broken_values_leave_what_is_there()
    {
        byte[] nan = BitConverter.GetBytes(double.NaN);
        byte[] one = BitConverter.GetBytes(1.0);
        byte[][] broken =
        [
            [5, 0], [5, 2, 1, .. "a"u8, .. one], [5, 1, 1, .. "a"u8, .. nan], [5, 2, 1, .. "a"u8, .. one, 1, .. "a"u8, .. one],
            [5, 0x81, 255, 255, 255, 255, 255, 255, 255, 255, 1, .. "a"u8, .. one],
            [3, 1, 1, .. "a"u8, 253], [3, 1, 1, .. "a"u8, 3, .. "nan"u8], [3, 1, 1, .. "a"u8, 3, .. "1.x"u8], [3, 1, 1, .. "a"u8, 9, .. "1"u8],
            [17, .. Pack()], [17, .. Pack("a")], [17, .. Pack("a", "b")], [17, .. Pack("a", "nan")], [17, .. Pack("a", "1", "a", "2")],
            [17, .. Pack([.. Enumerable.Range(0, 100).Append(50).SelectMany((n, i) => new[] { $"m{n}", $"{i}" })])],
            [17, 3, 1, 2, 3], [17], [12, 2, 1, 2],
        ];
        foreach (bool exists in new[] { false, true })
        {
            if (exists)
                Keyspace.SetString("z"u8, "there"u8);
            foreach (byte[] payload in broken)
                Assert.False(Read(payload));
            Assert.Equal(exists, Keyspace.Exists("z"u8));
        }
    }

    [Fact]
    public void A_member_that_comes_twice_among_many_is_refused()
    {
        List<byte> payload = [5, 0x40, 201];
        for (int i = 0; i <= 200; i++)
            payload.AddRange([4, .. Encoding.ASCII.GetBytes($"{(i == 200 ? 7 : i):D4}"), .. BitConverter.GetBytes((double)i)]);
        Assert.False(Read([.. payload]));
        Assert.False(Keyspace.Exists("z"u8));
        Keyspace.SetString("z"u8, "there"u8);
        Assert.False(Read([.. payload]));
        Assert.Equal("there", Storage.StoreFixture.Read(Keyspace, "z"));
    }

    [Fact]
    public void Digests_are_those_of_redis()
    {
        SortedSet set = _fixture.Create();
        set.Set("a"u8, 1);
        set.Set("b"u8, 2.5);
        Assert.Equal("C45C5B051ACD64070E5ED1A949939D5145F806C5", Digest("z"));
        set.Remove("a"u8);
        set.Remove("b"u8);
        set.Set("m"u8, -0.0);
        set.Set("n"u8, 1);
        Assert.Equal("5BC63687D1DA99B698C4A0C4C9B19EC1FDF8F8A8", Digest("z"));

        SortedSet big = _fixture.Create("big");
        for (int i = 1; i <= 150; i++)
            big.Set(SortedSetFixture.Bytes($"member:{i}"), i % 7 + 0.5);
        big.Set("zero"u8, -0.0);
        big.Set("top"u8, double.PositiveInfinity);
        big.Set("bottom"u8, double.NegativeInfinity);
        Assert.Equal("skiplist", _fixture.Encoding("big"));
        Assert.Equal("8E279AD18AB002E55A1355839F6E80CEDFB0A506", Digest("big"));
        Assert.Equal("05409903746F70000000000000F07F096D656D6265723A39370000000000001A40096D656D626572"[..80],
            Convert.ToHexString(Written("big"))[..80]);
    }

    private bool Read(byte[] payload)
    {
        // A packed form is an RDB string of its own: those here are short, so one byte tells their length where none is given.
        RdbWriter writer = new();
        bool isPacked = payload[0] == 17 && (payload.Length < 2 || payload[1] != payload.Length - 2);
        if (isPacked)
            writer.String(payload.AsSpan(1));
        RdbReader reader = new(isPacked ? writer.Written : payload.AsSpan(1));
        return _fixture.Type.TryRead(ref reader, payload[0], 0, Keyspace, "z"u8, default);
    }

    private byte[] Written(string key)
    {
        Assert.True(Keyspace.TryFind(SortedSetFixture.Bytes(key), out Entry entry));
        RdbWriter writer = new();
        writer.Byte(_fixture.Type.RdbTypeOf(entry));
        _fixture.Type.Write(entry, writer);
        return writer.Written.ToArray();
    }

    private string Digest(string key)
    {
        Assert.True(Keyspace.TryFind(SortedSetFixture.Bytes(key), out Entry entry));
        ContentDigest digest = new();
        DatasetDigest.AddValue(digest, entry);
        return Convert.ToHexString(digest.Value);
    }

    private string Members(string key)
    {
        SortedSet set = _fixture.Open(key);
        List<string> members = [];
        SortedSetCursor cursor = set.At(0);
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        while (set.MoveNext(ref cursor, out PackedElement member, out _))
            members.Add(Encoding.UTF8.GetString(member.Text(digits)));
        return string.Join(',', members);
    }

    private static byte[] Pack(params string[] elements)
    {
        byte[] pack = new byte[10_000];
        Listpack.WriteEmpty(pack);
        foreach (string element in elements)
            Listpack.Insert(pack, Listpack.End(pack), Encoding.UTF8.GetBytes(element));
        return pack[..Listpack.LengthOf(pack)];
    }
}
