using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>What a tag's node knows besides its name.</summary>
internal unsafe struct TagFields
{
    /// <summary>Those that carry it since the last invalidation; null: nobody.</summary>
    public TagList* Live;

    public long Generation;
    public long CreatedAt;
    public long LastInvalidatedAt;
    public long Invalidations;
    public ulong Bit;

    /// <summary>How many stale lists it has.</summary>
    public int Stale;

    /// <summary>How many lists name it, dead ones with the others: a snapshot may still ask what their entries carried.</summary>
    public int Lists;

    /// <summary>It is not in the table any more: nobody carries it.</summary>
    public bool IsOut;
}

/// <summary>
/// A tag that entries carry: a record in the index's own table, its key the name, its value the fields. Stays where it is until it is freed.
/// Guarded by the index's lock.
/// </summary>
internal readonly unsafe struct TagNode(byte* address)
{
    public static int SizeFor(int nameLength) => (int)Records.Record.SizeFor(0, nameLength, sizeof(TagFields));

    public Record Record => new(address);

    public ReadOnlySpan<byte> Name => Record.Key;

    public TagFields* Fields => (TagFields*)Record.ValueAddress;
}
