using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>Native blocks: what <see cref="NativeBlocks"/> asks for.</summary>
internal sealed unsafe partial class Shard
{
    internal override nint RootOf(nint record) => (nint)new Record((byte*)record).ValueAddress;

    internal override long TotalBytes(nint root) => TotalBytesOf(*(NativeRoot*)root);

    internal override int CapacityFor(int length) => NativeRoot.CapacityFor(length);

    internal override ulong HashOf(ReadOnlySpan<byte> bytes) => KeyHash.Of(bytes);

    internal override long Allocate(nint record, int length)
    {
        ref NativeRoot root = ref NativeRootOf(new Record((byte*)record));
        ValueHeap? own = OwnHeapOf(root);
        if (root.Table != null && root.Table->NeedsOwnHeap)
            own = OpenHeap(ref root);
        long handle = root.Allocate(new BlockSource(Heap, own), length);
        if (own is not null)
            Changed(own, isEmpty: false);
        Settle();
        return handle;
    }

    internal override void Free(nint record, long handle)
    {
        BeforeBlockChange(new Record((byte*)record));
        ref NativeRoot root = ref NativeRootOf(new Record((byte*)record));
        ValueHeap? own = OwnHeapOf(root);
        root.Free(new BlockSource(Heap, own), handle);
        if (own is not null)
            Changed(own, isEmpty: root.Table == null);
        Settle();
    }

    internal override Span<byte> Resize(nint record, long handle, int length)
    {
        BeforeBlockChange(new Record((byte*)record));
        ref NativeRoot root = ref NativeRootOf(new Record((byte*)record));
        ValueHeap? own = OwnHeapOf(root);
        Span<byte> bytes = root.Resize(new BlockSource(Heap, own), handle, length);
        if (own is not null)
            Changed(own, isEmpty: false);
        Settle();
        return bytes;
    }

    internal override void Clear(nint record)
    {
        BeforeBlockChange(new Record((byte*)record));
        FreeBlocks(ref NativeRootOf(new Record((byte*)record)));
        Settle();
    }

    // A value's blocks and table.
    private long TotalBytesOf(in NativeRoot root) =>
        root.Table == null ? 0 : new BlockSource(Heap, OwnHeapOf(root)).TotalOf(root.Table);

    // A snapshot still needs the block, should the handler not have opened the entry for writing yet.
    private void BeforeBlockChange(Record record)
    {
        if (((record.Flags ^ _store.EpochFlag) & Record.FlagEpoch) != 0)
            _store.Snapshots.Capture(this, KeyHash.Of(record.Key), record);
    }
}
