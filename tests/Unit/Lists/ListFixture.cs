using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Lists;
using CacheStorm.Plugins.Lists.Data;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Lists;

/// <summary>A store with the list type, its bounds as a test wants them.</summary>
internal sealed class ListFixture
{
    public ListFixture(int maxListpackSize = -2, int nodeBytes = ListSettings.DefaultNodeBytes)
    {
        Type = new StandardListType(new ListSettings { MaxListpackSize = maxListpackSize, NodeBytes = nodeBytes });
        Store.Types.Register(Type);
        Keyspace = Store.Open();
    }

    public StoreFixture Store { get; } = new();

    public StandardListType Type { get; }

    public StoreKeyspace Keyspace { get; }

    public long UsedBytes
    {
        get
        {
            long used = 0;
            foreach (Shard shard in Keyspace.Space.Shards)
                used += shard.Heap.UsedBytes + shard.ValueHeapBytes;
            return used;
        }
    }

    public static byte[] Text(long number) => Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Push(string key, ListEnd end, byte[] element) => Type.Push(Keyspace, StoreFixture.Bytes(key), end, element);

    public ListValue Open(string key)
    {
        Assert.Equal(LookupResult.Found, Type.TryOpen(Keyspace, StoreFixture.Bytes(key), out ListValue list));
        return list;
    }

    public List<byte[]> Read(string key)
    {
        List<byte[]> elements = [];
        if (Type.TryRead(Keyspace, StoreFixture.Bytes(key), out Entry entry) == LookupResult.Missing)
            return elements;
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        var cursor = new ListCursor(entry);
        while (cursor.Next(out PackedElement element))
            elements.Add(element.Text(scratch).ToArray());
        Assert.Equal(cursor.Count, elements.Count);
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            Assert.True(cursor.Previous(out PackedElement element));
            Assert.True(element.Is(elements[i]));
        }

        Assert.False(cursor.Previous(out _));
        return elements;
    }
}
