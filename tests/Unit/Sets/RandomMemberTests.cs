using System.Text;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Sets;

namespace CacheStorm.UnitTests.Sets;

/// <summary>Chance is fair in every layout. The seeds are fixed; the bound is that of one false alarm in a thousand.</summary>
public sealed class RandomMemberTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData("", 20)]
    [InlineData("", 1000)]
    [InlineData("m", 20)]
    [InlineData("m", 120)]
    [InlineData("m", 300)]
    public void One_member_is_as_likely_as_another(string prefix, int size)
    {
        SetServer server = NewServer(prefix, size);
        server.Open().TryFind("s"u8, out Entry entry);
        var set = new SetReader(entry);
        var random = new Random(7);
        var counts = new Counts();
        for (int i = 0; i < Draws; i++)
            counts.Accept(set.Random(random));
        counts.AssertFair(size, Draws);
    }

    [Theory]
    [InlineData("", 20, 5)]
    [InlineData("", 1000, 40)]
    [InlineData("m", 100, 30)]
    [InlineData("m", 300, 5)]
    [InlineData("m", 300, 50)]
    [InlineData("m", 300, 290)]
    public void Several_members_are_as_likely_as_others(string prefix, int size, int count)
    {
        SetServer server = NewServer(prefix, size);
        server.Open().TryFind("s"u8, out Entry entry);
        var set = new SetReader(entry);
        var random = new Random(11);
        var counts = new Counts();
        int rounds = Draws / count;
        for (int i = 0; i < rounds; i++)
            RandomMembers.Walk(set, count, random, ref counts);
        counts.AssertFair(size, rounds * count, drawnWithout: count);
    }

    [Theory]
    [InlineData("", 20, 5)]
    [InlineData("m", 60, 20)]
    [InlineData("m", 300, 40)]
    [InlineData("m", 300, 280)]
    public void Popped_members_are_as_likely_as_others(string prefix, int size, int count)
    {
        SetServer server = NewServer(prefix, size);
        var random = new Random(13);
        var counts = new Counts();
        int rounds = Draws / 4 / count;
        for (int i = 0; i < rounds; i++)
        {
            StoreKeyspace keyspace = server.Open();
            keyspace.TryFind("s"u8, out Entry entry);
            keyspace.CopyTo(ref entry, keyspace, "copy"u8);
            keyspace.TryFind("copy"u8, out entry);
            MemberPopper.Pop(keyspace, ref entry, count, random, ref counts);
            Assert.Equal(size - count, server.Integer("SCARD", "copy"));
        }

        counts.AssertFair(size, rounds * count, drawnWithout: count);
    }

    [Fact]
    public void Repetitions_beyond_all_memory_are_refused()
    {
        SetServer server = NewServer("m", 5);
        Assert.StartsWith("-ERR value is out of range", server.Run("SRANDMEMBER", "s", "-9223372036854775808"));
        Assert.StartsWith("-ERR value is out of range", server.Run("SRANDMEMBER", "s", "-9223372036854775807"));
        Assert.StartsWith("-ERR value is out of range", server.Run("SRANDMEMBER", "s", "-100000000"));
        server.Run("SADD", "long", new string('x', 1_000_000));
        Assert.StartsWith("-ERR value is out of range", server.Run("SRANDMEMBER", "long", "-1000"));
        Assert.Equal(100_000, server.Strings("SRANDMEMBER", "s", "-100000").Length);
    }

    private static SetServer NewServer(string prefix, int size)
    {
        var server = new SetServer();
        server.Run(["SADD", "s", .. Enumerable.Range(0, size).Select(i => $"{prefix}{i}")]);
        return server;
    }

    private struct Counts() : IMemberSink
    {
        private readonly Dictionary<string, int> _counts = [];

        public readonly bool Accept(scoped PackedElement member)
        {
            Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
            string name = Encoding.UTF8.GetString(member.Text(text));
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
            return true;
        }

        /// <summary>Pearson's test. Who is drawn without being put back varies less, by the share that stays behind.</summary>
        public readonly void AssertFair(int size, int draws, int drawnWithout = 1)
        {
            double expected = (double)draws / size;
            double sum = _counts.Values.Sum(count => (count - expected) * (count - expected) / expected) + (size - _counts.Count) * expected;
            double freedom = size - 1;
            double scale = (double)(size - drawnWithout) / (size - 1);
            double bound = freedom + 3.3 * Math.Sqrt(2 * freedom) + 8;
            Assert.True(sum <= bound * scale, $"chi² {sum:0.0} for {freedom} degrees of freedom, scaled by {scale:0.00}");
        }
    }
}
