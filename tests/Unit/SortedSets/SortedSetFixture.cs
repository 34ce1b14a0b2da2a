using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.SortedSets;
using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.Plugins.SortedSets.Data.Tree;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>A store that knows sorted sets.</summary>
internal sealed class SortedSetFixture
{
    // Nodes so small that a few thousand members make a tree of many levels.
    public static readonly TreeShape SmallNodes = new(400, 8 + 44 * 5);

    public SortedSetFixture(TreeShape? shape = null)
    {
        Type = new ZSetType(Settings) { Shape = shape ?? TreeShape.Large };
        Store.Types.Register(Type);
        Keyspace = Store.Open();

        // What a shard keeps once it held a key is no matter of sorted sets.
        Keyspace.SetString("z"u8, "warm"u8);
        Keyspace.Remove("z"u8);
        Empty = Store.Store.ExactBytes();
    }

    public SortedSetSettings Settings { get; } = new();

    public StoreFixture Store { get; } = new();

    public ZSetType Type { get; }

    public StoreKeyspace Keyspace { get; }

    /// <summary>What the account says without a sorted set.</summary>
    public long Empty { get; }

    public SortedSet Create(string key = "z") => SortedSet.Create(Type, Keyspace, Bytes(key));

    public SortedSet Open(string key = "z")
    {
        Assert.Equal(LookupResult.Found, SortedSet.TryOpen(Type, Keyspace, Bytes(key), out SortedSet set));
        return set;
    }

    public string Encoding(string key = "z")
    {
        Assert.True(Keyspace.TryFind(Bytes(key), out Entry entry));
        return Type.EncodingOf(entry);
    }

    public long Bytes(out long members, string key = "z")
    {
        Assert.True(Keyspace.TryFind(Bytes(key), out Entry entry));
        members = Type.Count(entry);
        return Keyspace.MemoryUsage(entry);
    }

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>Checks a tree's every promise: counts, dividers, order, links, fill; and that table and tree agree.</summary>
    public void CheckTree(string key = "z")
    {
        Assert.True(Keyspace.TryFind(Bytes(key), out Entry entry));
        if (entry.Encoding == (byte)SortedSetEncoding.Ranked)
            new TreeChecker(entry).Check();
    }
}

/// <summary>Orders members as Redis does: by score, then by bytes.</summary>
internal sealed class ScoreOrder : IComparer<(double Score, byte[] Member)>
{
    public static readonly ScoreOrder Instance = new();

    public int Compare((double Score, byte[] Member) x, (double Score, byte[] Member) y) =>
        x.Score < y.Score ? -1 : x.Score > y.Score ? 1 : x.Member.AsSpan().SequenceCompareTo(y.Member);
}
