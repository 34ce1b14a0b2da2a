using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// The tags of one entry: a block of the shard's heap that the record points at. 8 bytes of header (48 bits of the record's address, 16 of
/// the number of links), then the links. The header is guarded by the shard's lock; the block is freed under both locks.
/// </summary>
internal static unsafe class TagBlock
{
    public const int HeaderBytes = 8;

    private const int AddressBits = 48;
    private const ulong AddressMask = (1UL << AddressBits) - 1;

    public static int SizeFor(int links) => HeaderBytes + links * TagLink.Bytes;

    public static int CountOf(byte* block) => (int)(*(ulong*)block >> AddressBits);

    public static Record RecordOf(byte* block) => new((byte*)(*(ulong*)block & AddressMask));

    public static TagLink* LinkAt(byte* block, int index) => (TagLink*)(block + HeaderBytes) + index;

    /// <summary>The block that a link lies in.</summary>
    public static byte* Of(TagLink* link) => (byte*)(link - link->Place) - HeaderBytes;

    public static void Begin(byte* block, Record record, int links) => *(ulong*)block = (ulong)record.Address | (ulong)links << AddressBits;

    /// <summary>The record has moved. The number of links is the same, so a reader without the shard's lock sees it whole.</summary>
    public static void Follow(byte* block, Record record) => *(ulong*)block = *(ulong*)block & ~AddressMask | (ulong)record.Address;
}
