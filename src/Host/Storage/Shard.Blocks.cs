using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>Native blocks: what <see cref="NativeBlocks"/> asks for, and freeing those of values that are gone.</summary>
internal sealed unsafe partial class Shard
{
    // What is freed at once, under the lock of whoever deletes: some ten microseconds. More goes beside the traffic.
    private const int MostAtOnce = 4096;
    private const long MostBytesAtOnce = 16 << 20;

    // Tables whose values are gone, chained by the field that held their cost.
    private BlockTable* _doomed;
    private int _doomedCount;

    /// <summary>True when blocks of values that are gone wait to be freed. Needs no lock, as a hint.</summary>
    public bool HasDoomed => _doomed != null;

    internal override nint RootOf(nint record) => (nint)new Record((byte*)record).ValueAddress;

    internal override long TotalBytes(nint root) => ((NativeRoot*)root)->TotalBytes;

    internal override int CapacityFor(int length) => NativeRoot.CapacityFor(length);

    internal override ulong HashOf(ReadOnlySpan<byte> bytes) => KeyHash.Of(bytes);

    internal override long Allocate(nint record, int length)
    {
        long handle = NativeRootOf(new Record((byte*)record)).Allocate(Heap, length);
        Settle();
        return handle;
    }

    internal override void Free(nint record, long handle)
    {
        BeforeBlockChange(new Record((byte*)record));
        NativeRootOf(new Record((byte*)record)).Free(Heap, handle);
        Settle();
    }

    internal override Span<byte> Resize(nint record, long handle, int length)
    {
        BeforeBlockChange(new Record((byte*)record));
        Span<byte> bytes = NativeRootOf(new Record((byte*)record)).Resize(Heap, handle, length);
        Settle();
        return bytes;
    }

    internal override void Clear(nint record)
    {
        BeforeBlockChange(new Record((byte*)record));
        FreeBlocks(ref NativeRootOf(new Record((byte*)record)));
        Settle();
    }

    /// <summary>Frees some of the blocks of values that are gone; each costs one of the budget.</summary>
    public void FreeDoomed(int budget)
    {
        while (_doomed != null && budget > 0)
        {
            BlockTable* next = (BlockTable*)_doomed->TotalBytes;
            if (!BlockTable.FreeSome(Heap, _doomed, ref budget))
                break;
            _doomed = next;
            _doomedCount--;
            _store.Doomed.Left(1);
        }

        Settle();
    }

    /// <summary>Takes all blocks away from a value: a few are freed, many wait for <see cref="FreeDoomed"/>.</summary>
    private void FreeBlocks(ref NativeRoot root)
    {
        BlockTable* table = root.Detach();
        if (table == null)
            return;
        if (table->Capacity <= MostAtOnce && table->TotalBytes <= MostBytesAtOnce)
        {
            int all = int.MaxValue;
            BlockTable.FreeSome(Heap, table, ref all);
            return;
        }

        table->TotalBytes = (long)_doomed;
        _doomed = table;
        _doomedCount++;
        _store.Doomed.Came();
    }

    /// <summary>The heap is about to be dropped, and what waits in it with it.</summary>
    private void ForgetDoomed()
    {
        _store.Doomed.Left(_doomedCount);
        _doomed = null;
        _doomedCount = 0;
    }

    // A snapshot still needs the block, should the handler not have opened the entry for writing yet.
    private void BeforeBlockChange(Record record)
    {
        if (((record.Flags ^ _store.EpochFlag) & Record.FlagEpoch) != 0)
            _store.Snapshots.Capture(this, KeyHash.Of(record.Key), record);
    }
}
