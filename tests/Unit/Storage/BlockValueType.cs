using System.Buffers.Binary;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>
/// A type whose values have as many blocks as a test wants. The value's bytes begin with the time of its alarm; what happens when
/// it rings is the test's.
/// </summary>
internal sealed class BlockValueType : DataType
{
    public const int RootBytes = 8;

    public override string Name => "block-value";

    public override bool UsesNativeBlocks => true;

    public int Released { get; private set; }

    public int Asked { get; private set; }

    /// <summary>The handles of the blocks that the next copy has, too, in this order.</summary>
    public List<long> ToCopy { get; } = [];

    /// <summary>Called when an alarm rings.</summary>
    public CommandHandler Rings { get; set; } = static _ => { };

    /// <summary>A new value without an alarm and with so many blocks of a length; their handles are 1 and up.</summary>
    public void Store(StoreKeyspace keyspace, ReadOnlySpan<byte> key, int blocks = 0, int length = 40, Expiry expiry = default)
    {
        BinaryPrimitives.WriteInt64LittleEndian(keyspace.Create(key, this, 0, RootBytes, expiry, out Entry entry), -1);
        NativeBlocks all = keyspace.Blocks(ref entry);
        for (int i = 0; i < blocks; i++)
            all[all.Allocate(length)].Fill((byte)i);
    }

    /// <summary>Writes the time of the value's alarm down and sets it.</summary>
    public static void SetAlarm(Keyspace keyspace, ReadOnlySpan<byte> key, long time)
    {
        Assert.True(keyspace.TryFind(key, out Entry entry));
        BinaryPrimitives.WriteInt64LittleEndian(keyspace.Edit(ref entry), time);
        keyspace.SetAlarm(entry, time);
    }

    public override string EncodingOf(in Entry entry) => "blocks";

    public override long NextAlarm(in Entry entry)
    {
        Asked++;
        return BinaryPrimitives.ReadInt64LittleEndian(entry.Value);
    }

    public override void OnAlarm(CommandContext context) => Rings(context);

    public override void Release(in Entry entry) => Released++;

    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        foreach (long handle in ToCopy)
            sourceBlocks[handle].CopyTo(copyBlocks[copyBlocks.Allocate(sourceBlocks[handle].Length)]);
    }

    public override void Write(in Entry entry, RdbWriter writer) => throw new NotSupportedException();

    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) => false;

    public override void Digest(in Entry entry, ContentDigest digest)
    {
    }
}
