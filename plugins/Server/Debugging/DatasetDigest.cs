using System.Buffers.Binary;

namespace CacheStorm.Plugins.Server;

/// <summary>
/// Redis' digest of all data: of each database its number, of each key its name, its value and whether it expires. The order of the keys
/// does not matter. Equal data have the same digest here and on a redis-server.
/// </summary>
internal sealed class DatasetDigest
{
    private const int StepSize = 1000;

    private readonly ContentDigest _digest = new();

    public ReadOnlySpan<byte> Value => _digest.Value;

    /// <summary>Adds a database's keys. The call must run alone.</summary>
    public void Add(Keyspace keyspace)
    {
        Span<byte> index = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(index, keyspace.Index);
        _digest.AddOrdered(index);

        var visitor = new Visitor(_digest);
        ulong cursor = 0;
        do
        {
            cursor = keyspace.Scan(cursor, StepSize, ref visitor);
        }
        while (cursor != 0);
    }

    /// <summary>Adds a value: Redis' number of its type, its content, and that it expires.</summary>
    public static void AddValue(ContentDigest digest, in Entry entry)
    {
        Span<byte> type = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(type, NumberOf(entry.Type));
        digest.AddOrdered(type);
        entry.Type.Digest(entry, digest);
        if (entry.ExpireAt >= 0)
            digest.AddUnordered("!!expire!!"u8);
    }

    private static int NumberOf(DataType type) => type.Name switch
    {
        "string" => 0,
        "list" => 1,
        "set" => 2,
        "zset" => 3,
        "hash" => 4,
        "stream" => 6,
        _ => 5,
    };

    private readonly struct Visitor(ContentDigest total) : IEntryVisitor
    {
        private readonly ContentDigest _one = new();

        public void Visit(in Entry entry)
        {
            _one.Clear();
            _one.AddOrdered(entry.Key);
            AddValue(_one, entry);
            total.AddUnordered(_one.Value);
        }
    }
}
