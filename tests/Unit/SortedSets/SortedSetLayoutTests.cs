using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>When a sorted set leaves the packed layout, what stays with it, and what other types see of it.</summary>
public sealed class SortedSetLayoutTests
{
    private readonly SortedSetFixture _fixture = new();

    [Fact]
    public void Leaves_the_packed_layout_at_the_thresholds_and_never_returns()
    {
        SortedSet set = _fixture.Create();
        for (int i = 0; i < 128; i++)
            set.Set(SortedSetFixture.Bytes($"m{i}"), i);
        Assert.Equal("listpack", _fixture.Encoding());
        set.Set("m5"u8, 1000);
        Assert.Equal("listpack", _fixture.Encoding());
        set.Set("one more"u8, 1000);
        Assert.Equal("skiplist", _fixture.Encoding());
        set.RemoveRange(0, 120);
        Assert.Equal(9, set.Count);
        Assert.Equal("skiplist", _fixture.Encoding());
        _fixture.CheckTree();

        set = _fixture.Create();
        set.Set(new byte[64], 1);
        Assert.Equal("listpack", _fixture.Encoding());
        set.Set(new byte[65], 1);
        Assert.Equal("skiplist", _fixture.Encoding());
    }

    [Fact]
    public void Growing_out_of_it_keeps_the_expiry()
    {
        SortedSet.Create(_fixture.Type, _fixture.Keyspace, "z"u8, Expiry.At(1_800_000_000_000)).Set("a"u8, 1);
        SortedSet set = _fixture.Open();
        set.Set(new byte[65], 2);
        Assert.Equal("skiplist", _fixture.Encoding());
        Assert.True(_fixture.Keyspace.TryFind("z"u8, out Entry entry));
        Assert.Equal(1_800_000_000_000, entry.ExpireAt);
        Assert.Equal(2, set.Count);
    }

    [Theory]
    [InlineData(10, "listpack")]
    [InlineData(1000, "skiplist")]
    public void Other_types_walk_through_it(int members, string encoding)
    {
        for (int i = members - 1; i >= 0; i--)
            Assert.True(_fixture.Type.Set(_fixture.Keyspace, "z"u8, SortedSetFixture.Bytes($"m{i:D5}"), i / 2));
        Assert.False(_fixture.Type.Set(_fixture.Keyspace, "z"u8, "m00001"u8, 0));
        Assert.Equal(encoding, _fixture.Encoding());
        Assert.True(_fixture.Keyspace.TryFind("z"u8, out Entry entry));
        Assert.Equal(members, _fixture.Type.Count(entry));
        Assert.True(_fixture.Type.TryScore(entry, "m00005"u8, out double score));
        Assert.Equal(2, score);

        ElementPosition position = default;
        for (int i = 0; i < members; i++)
        {
            Assert.True(_fixture.Type.Next(entry, ref position, out PackedElement member, out score));
            Assert.True(member.Is(SortedSetFixture.Bytes($"m{i:D5}")));
        }

        Assert.False(_fixture.Type.Next(entry, ref position, out _, out _));
        Assert.False(_fixture.Type.Next(entry, ref position, out _, out _));
        foreach (bool exclusive in new[] { false, true })
        {
            position = _fixture.Type.Seek(entry, 3, exclusive);
            Assert.True(_fixture.Type.Next(entry, ref position, out PackedElement member, out score));
            Assert.Equal(exclusive ? 4 : 3, score);
            Assert.True(member.Is(exclusive ? "m00008"u8 : "m00006"u8));
        }

        position = _fixture.Type.Seek(entry, double.PositiveInfinity, exclusive: true);
        Assert.False(_fixture.Type.Next(entry, ref position, out _, out _));
        position = _fixture.Type.Seek(entry, double.NegativeInfinity, exclusive: false);
        Assert.True(_fixture.Type.Next(entry, ref position, out _, out score));
        Assert.Equal(0, score);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void Lexical_bounds_count_by_bytes(int members)
    {
        SortedSet set = _fixture.Create();
        for (int i = 0; i < members; i++)
            set.Set(SortedSetFixture.Bytes($"with a common prefix {i:D5}"), 7);
        for (int i = 0; i < members; i += 9)
        {
            byte[] member = SortedSetFixture.Bytes($"with a common prefix {i:D5}");
            Assert.Equal(i, set.PlaceOf(member, inclusive: false).Rank);
            Assert.Equal(i + 1, set.PlaceOf(member, inclusive: true).Rank);
            Assert.Equal(i + 1, set.PlaceOf([.. member, 0], inclusive: false).Rank);
            Assert.Equal(i + 1, set.PlaceOf([.. member, 0], inclusive: true).Rank);
        }

        Assert.Equal(0, set.PlaceOf(""u8, inclusive: true).Rank);
        Assert.Equal(0, set.PlaceOf("with"u8, inclusive: true).Rank);
        Assert.Equal(members, set.PlaceOf("x"u8, inclusive: false).Rank);
    }

    [Fact]
    public void A_scan_sees_who_was_there_all_the_time()
    {
        SortedSet set = _fixture.Create();
        for (int i = 0; i < 4000; i++)
            set.Set(SortedSetFixture.Bytes($"stays{i}"), i);
        Names seen = new() { Seen = [] };
        ulong cursor = 0;
        int step = 0;
        do
        {
            cursor = set.Scan(cursor, 10, ref seen);
            for (int i = 0; i < 30 && step < 6000; i++, step++)
                set.Set(SortedSetFixture.Bytes($"comes{step}"), step);
            set.Remove(SortedSetFixture.Bytes($"comes{step / 2}"));
        }
        while (cursor != 0);
        for (int i = 0; i < 4000; i++)
            Assert.Contains($"stays{i}", seen.Seen);
    }

    [Fact]
    public void Long_members_cost_no_more_than_in_redis()
    {
        // Redis 7.0 needs about 119, 165 and 191 bytes for members of 32, 64 and 100 bytes.
        foreach ((int length, int most) in new[] { (10, 60), (32, 119), (33, 119), (64, 150), (100, 185) })
        {
            SortedSet set = _fixture.Create();
            byte[] member = new byte[length];
            Random random = new(length);
            for (int i = 0; i < 20_000; i++)
            {
                random.NextBytes(member);
                set.Set(member, random.Next());
            }

            Assert.InRange(_fixture.Bytes(out long members) / members, length, most);
        }

        _fixture.CheckTree();
    }

    [Fact]
    public void All_at_once_goes_with_the_key()
    {
        SortedSet set = _fixture.Create();
        for (int i = 0; i < 1000; i++)
            set.Set(SortedSetFixture.Bytes($"m{i}"), i);
        set.RemoveRange(0, long.MaxValue);
        Assert.Equal(0, set.Count);
        Assert.True(set.RemoveIfEmpty());
        Assert.False(_fixture.Keyspace.Exists("z"u8));
    }

    private struct Names : ISortedSetVisitor
    {
        public HashSet<string> Seen;

        public readonly void Visit(scoped PackedElement member, double score) =>
            Seen.Add(System.Text.Encoding.UTF8.GetString(member.Bytes));
    }
}
