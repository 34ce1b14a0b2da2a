using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Tags;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>Values that are more than bytes in their record: managed objects and native blocks.</summary>
internal sealed unsafe partial class Shard
{
    public static ref ObjectRoot ObjectRootOf(Record record) => ref Unsafe.AsRef<ObjectRoot>(record.ValueAddress);

    public static ref NativeRoot NativeRootOf(Record record) => ref Unsafe.AsRef<NativeRoot>(record.ValueAddress);

    /// <summary>The bytes of a value that its type sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> ValueOf(Record record) => record.Storage switch
    {
        StorageKind.Inline => record.Value,
        StorageKind.Native => record.Value[NativeRoot.Bytes..],
        _ => default,
    };

    public object ObjectOf(Record record) => Objects![ObjectRootOf(record).Index];

    /// <summary>Keeps an object for a record, and its size in the account.</summary>
    public void PutObject(Record record, object value, long size)
    {
        Objects ??= new ObjectTable();
        ObjectRootOf(record) = new ObjectRoot { Index = Objects.Add(value), Size = size };
        ObjectBytes += size;
    }

    /// <summary>Lets go of a record's object without releasing it: it goes on living elsewhere.</summary>
    public object TakeObject(Record record)
    {
        ref ObjectRoot root = ref ObjectRootOf(record);
        object value = Objects![root.Index];
        Objects.Remove(root.Index);
        ObjectBytes -= root.Size;
        return value;
    }

    /// <summary>Accounts an object's size anew.</summary>
    public void ObjectResized(Record record, long size)
    {
        ref ObjectRoot root = ref ObjectRootOf(record);
        ObjectBytes += size - root.Size;
        root.Size = size;
    }

    /// <summary>Frees what a value owns beyond its bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void ReleaseValue(ulong hash, Record record)
    {
        Release(hash, record);
        if (record.Storage == StorageKind.Native)
            FreeBlocks(ref NativeRootOf(record));
        else if (record.Storage == StorageKind.Object)
            TakeObject(record);
    }

    /// <summary>The record as the contract shows it.</summary>
    public Entry EntryOf(ulong hash, Record record, CallGeneration call) => new(
        (nint)record.Address, hash, call, record.Key, ValueOf(record), _store.Types[record.Type], record.Encoding,
        record.HasExpiry ? record.ExpiresAt : -1, record.Storage == StorageKind.Object ? ObjectOf(record) : null,
        this, record.Storage == StorageKind.Native);

    /// <summary>What a record costs, all in: its share of the table, its block, native blocks, its object's own report.</summary>
    public long CostOf(Record record)
    {
        long cost = Memory.ShardHeap.CostOf(record.Address) + (Table.Count == 0 ? 0 : Table.Bytes / Table.Count) + RecordTags.CostOf(record);
        if (record.Storage == StorageKind.Native)
            cost += TotalBytesOf(NativeRootOf(record));
        else if (record.Storage == StorageKind.Object)
            cost += ObjectRootOf(record).Size + sizeof(long) + sizeof(int);
        return cost;
    }

    internal override long CostOf(nint record, out long tagBytes)
    {
        Record found = new((byte*)record);
        tagBytes = RecordTags.CostOf(found);
        return CostOf(found);
    }

    /// <summary>
    /// Frees all: types are told of each value that goes, blocks and bytes go with the heaps. The shard is detached: nobody else sees it any more, or the caller holds its lock and nobody will.
    /// </summary>
    public void FreeAll()
    {
        if (Rooted > 0 && _store.Types.AnyReleases)
            ReleaseValues();
        FreeValueHeaps();
        _alarms?.Clear();
        _alarms = null;
        Wheel?.Clear();
        Wheel = null;
        Objects = null;
        ObjectBytes = 0;
        Rooted = 0;
        Table.Clear();
        Heap.FreeAll();
    }

    /// <summary>Lets the types free what is theirs. The blocks are not freed one by one: the heaps are about to be dropped.</summary>
    private void ReleaseValues()
    {
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        ulong point = 0;
        for (bool end = false; !end;)
        {
            int count = Table.ListBucket(ref point, records, out end);
            for (int i = 0; i < count; i++)
            {
                Record record = new((byte*)records[i]);
                if (record.Storage != StorageKind.Inline)
                    Release(KeyHash.Of(record.Key), record);
            }
        }
    }

    private void Release(ulong hash, Record record)
    {
        if (_store.Types[record.Type].HasRelease)
            ReleaseEntry(EntryOf(hash, record, CallGeneration.NoCall));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReleaseEntry(in Entry entry) => entry.Type.Release(entry);
}
