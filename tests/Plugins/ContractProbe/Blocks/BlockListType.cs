using System.Buffers.Binary;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>
/// A type whose values live in native blocks: the entry's bytes hold a handle for each element, a block holds an element's length and bytes.
/// </summary>
public sealed class BlockListType : DataType
{
    public const int HandleBytes = 8;
    private const int LengthBytes = 4;

    public override string Name => "probe-blocks";

    public override bool UsesNativeBlocks => true;

    public override string EncodingOf(in Entry entry) => "blocks";

    public static long HandleAt(ReadOnlySpan<byte> root, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(root[(index * HandleBytes)..]);

    public static void SetHandle(Span<byte> root, int index, long handle) =>
        BinaryPrimitives.WriteInt64LittleEndian(root[(index * HandleBytes)..], handle);

    public static long Store(NativeBlocks blocks, ReadOnlySpan<byte> element)
    {
        long handle = blocks.Allocate(LengthBytes + element.Length);
        Span<byte> block = blocks[handle];
        BinaryPrimitives.WriteInt32LittleEndian(block, element.Length);
        element.CopyTo(block[LengthBytes..]);
        return handle;
    }

    public static ReadOnlySpan<byte> ElementIn(ReadOnlySpan<byte> block) =>
        block.Slice(LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(block));

    public override void Write(in Entry entry, RdbWriter writer) => throw new NotSupportedException("PROBE.BLOCK values are not written down.");

    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) => false;

    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        for (int i = 0; i < source.Value.Length / HandleBytes; i++)
            SetHandle(root, i, Store(copyBlocks, ElementIn(sourceBlocks[HandleAt(source.Value, i)])));
    }

    public override void Digest(in Entry entry, ContentDigest digest) => digest.AddOrdered("blocks"u8);
}
