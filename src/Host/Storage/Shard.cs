using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Timing;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>
/// One of the 256 parts of a namespace: its table, heap, wheel, objects, the heaps of its large values, and the account. Everything here is guarded by
/// <see cref="Gate"/>, or by the call being alone.
/// </summary>
internal sealed unsafe partial class Shard : BlockOwner
{
    private const long RoughStep = 4096;

    private readonly Store _store;
    private long _reported;

    // The accounts of the process and the namespace are told when the shard has moved by more.
    private long _step = RoughStep;

    public Shard(Store store, ShardSet owner, int index)
    {
        _store = store;
        Owner = owner;
        Index = index;
        Heap = new ShardHeap(NativePools.Pages);
        Table = new SegmentTable(NativePools.Segments);
    }

    /// <summary>Guards the shard. Taken in ascending order of namespace and <see cref="Index"/>.</summary>
    public Lock Gate { get; } = new();

    public int Index { get; }

    public ShardSet Owner { get; }

    public SegmentTable Table { get; }

    public ShardHeap Heap { get; }

    public TimingWheel? Wheel { get; private set; }

    public ObjectTable? Objects { get; private set; }

    /// <summary>What the objects say to cost, all together.</summary>
    public long ObjectBytes { get; private set; }

    /// <summary>Records whose value is more than their bytes: they must be looked at before the heap can be dropped.</summary>
    public int Rooted { get; private set; }

    public ShardCounters Counters;

    public int Expires => Wheel?.Count ?? 0;

    /// <summary>What all here costs: blocks, segments, objects.</summary>
    public long UsedBytes => Heap.UsedBytes + ValueHeapBytes + Table.Bytes + ObjectBytes + (Objects?.Bytes ?? 0);

    /// <summary>What the accounts know of the shard.</summary>
    public long ReportedBytes => _reported;

    /// <summary>Brings the accounts of the process and the namespace up to date once the shard has moved enough. After every change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Settle()
    {
        long moved = UsedBytes - _reported;
        if ((ulong)(moved + _step) > 2 * (ulong)_step)
            SettleExactly();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SettleExactly()
    {
        long moved = UsedBytes - _reported;
        _reported += moved;
        _store.Account(moved);
        Owner.Space.Account(moved);
    }

    /// <summary>Says how precisely the accounts shall know it, and tells them once. Alone only.</summary>
    /// <param name="exact">After every change; else now and then.</param>
    public void BeginAccount(bool exact)
    {
        _step = exact ? 0 : RoughStep;
        SettleExactly();
    }

    /// <summary>Takes the shard out of the account for good: it is no longer part of the data.</summary>
    public void LeaveAccount()
    {
        _store.Account(-_reported);
        _reported = 0;
    }

    /// <summary>Adds a record with room for its value, which is left for the caller to fill.</summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="key">The key, which is not in the shard.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="encoding">The type's number for the layout.</param>
    /// <param name="storage">Where the value is.</param>
    /// <param name="valueLength">How many bytes in the record.</param>
    /// <param name="expiresAt">Unix milliseconds; -1: never.</param>
    /// <param name="isTagged">It has a place for tags, and none yet.</param>
    public Record Insert(ulong hash, ReadOnlySpan<byte> key, byte type, byte encoding, StorageKind storage,
        int valueLength, long expiresAt, bool isTagged = false)
    {
        int flags = _store.EpochFlag | (int)storage << Record.StorageShift | (expiresAt >= 0 ? Record.FlagExpiry : 0)
            | (isTagged ? Record.FlagTags : 0);
        byte* block = Heap.Allocate(SizeFor((byte)flags, key.Length, valueLength));
        Record record = Record.Create(block, type, encoding, (byte)flags, key, valueLength);
        if (expiresAt >= 0)
        {
            record.ExpiresAt = expiresAt;
            OpenWheel().Add(record);
        }

        if (isTagged)
            record.TagBlock = null;
        if (storage != StorageKind.Inline)
            Rooted++;
        Table.Insert(hash, record);
        return record;
    }

    /// <summary>True when so many bytes belong in the block that the record is in, neither too tight nor too wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(Record record, int size)
    {
        // Small blocks are always of the class of their record's size, so the page's header needn't be read.
        if (!ShardHeap.IsLarge(record.Address))
            return size <= SizeClasses.LargestSmall && SizeClasses.IndexOf(size) == SizeClasses.IndexOf(record.Size);
        int capacity = ShardHeap.CapacityOf(record.Address);
        return size > SizeClasses.LargestSmall && size <= capacity && size >= capacity >> 2;
    }

    /// <summary>
    /// Gives a record other flags, another expiry and value bytes, moving it when it must. The content may be the
    /// record's own present bytes.
    /// </summary>
    /// <param name="slot">The record's slot.</param>
    /// <param name="record">The record.</param>
    /// <param name="flags">Its flags from now on.</param>
    /// <param name="expiresAt">Its expiry from now on; counts when flagged.</param>
    /// <param name="content">The first bytes of its value from now on.</param>
    /// <param name="valueLength">How many bytes the value has; those behind the content are arbitrary.</param>
    /// <param name="spare">Bytes of room to grow, for large values.</param>
    public Record Rewrite(ulong* slot, Record record, byte flags, long expiresAt, ReadOnlySpan<byte> content,
        int valueLength, int spare = 0)
    {
        int size = SizeFor(flags, record.KeyLength, valueLength);
        bool expires = (flags & Record.FlagExpiry) != 0;
        if (Record.PrefixBytes(flags) == Record.PrefixBytes(record.Flags) && expires == record.HasExpiry && Fits(record, size))
        {
            content.CopyTo(new Span<byte>(record.ValueAddress, valueLength));
            record.ValueLength = valueLength;
            record.Flags = flags;
            if (expires && record.ExpiresAt != expiresAt)
                Reschedule(record, expiresAt);
            return record;
        }

        if (record.HasExpiry)
            Wheel!.Remove(record);
        int room = size > SizeClasses.LargestSmall ? (int)Math.Min((long)size + spare, int.MaxValue - 64) : size;
        Record moved = Record.Create(Heap.Allocate(room), record.Type, record.Encoding, flags, record.Key, valueLength);
        moved.Access = record.Access;
        if (moved.HasTags)
            MoveTagBlock(record, moved);
        content.CopyTo(new Span<byte>(moved.ValueAddress, valueLength));
        if (expires)
        {
            moved.ExpiresAt = expiresAt;
            OpenWheel().Add(moved);
        }

        SegmentTable.Repoint(slot, moved);
        Heap.Free(record.Address);
        return moved;
    }

    /// <summary>Gives a record another value length. What fits of the value stays, bytes added are zero.</summary>
    public Record Resize(ulong* slot, Record record, int valueLength)
    {
        int before = record.ValueLength;
        int keep = Math.Min(before, valueLength);
        int size = SizeFor(record.Flags, record.KeyLength, valueLength);
        int spare = valueLength > before ? Math.Min(size, 1 << 20) : 0;
        if (!Fits(record, size) && ShardHeap.IsLarge(record.Address) && size > SizeClasses.LargestSmall)
            record = ResizeLarge(slot, record, (int)Math.Min((long)size + spare, int.MaxValue - 64), valueLength);
        else
            record = Rewrite(slot, record, record.Flags, record.HasExpiry ? record.ExpiresAt : -1,
                record.Value[..keep], valueLength, spare);
        record.Value[keep..].Clear();
        return record;
    }

    /// <summary>Sets or clears a record's expiry, moving it when its layout changes.</summary>
    public Record SetExpiry(ulong* slot, Record record, long expiresAt)
    {
        if (expiresAt < 0 && !record.HasExpiry)
            return record;
        if (expiresAt >= 0 && record.HasExpiry)
        {
            Reschedule(record, expiresAt);
            return record;
        }

        byte flags = (byte)(record.Flags ^ Record.FlagExpiry);
        return Rewrite(slot, record, flags, expiresAt, record.Value, record.ValueLength);
    }

    /// <summary>Takes a record out and frees all that belongs to it.</summary>
    public void Destroy(ulong hash, ulong* slot, Record record)
    {
        if (record.Storage != StorageKind.Inline)
            ReleaseValue(hash, record);
        Forget(hash, slot, record);
    }

    /// <summary>Takes a record out and frees it, but not what its value owns beyond its bytes.</summary>
    public void Forget(ulong hash, ulong* slot, Record record)
    {
        if (record.HasExpiry)
            Wheel!.Remove(record);
        DropAlarm(hash, record);
        if (record.Storage != StorageKind.Inline)
            Rooted--;
        if (record.HasTags)
            Owner.Tags!.TakeOut(this, hash, slot, record);
        else
            Table.Remove(hash, slot);
        Heap.Free(record.Address);
    }

    public TimingWheel OpenWheel() => Wheel ?? MakeWheel();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TimingWheel MakeWheel()
    {
        Owner.HasTimers = true;
        return Wheel = new TimingWheel(Heap, _store.Now);
    }

    private static int SizeFor(byte flags, int keyLength, int valueLength)
    {
        long size = Record.SizeFor(flags, keyLength, valueLength);
        return size < int.MaxValue - 64 ? (int)size : throw new OutOfMemoryException("An entry may have at most 2 GiB.");
    }

    private void Reschedule(Record record, long expiresAt)
    {
        Wheel!.Remove(record);
        record.ExpiresAt = expiresAt;
        Wheel.Add(record);
    }

    private Record ResizeLarge(ulong* slot, Record record, int room, int valueLength)
    {
        if (record.HasExpiry)
            Wheel!.Remove(record);
        Record moved = new(Heap.ResizeLarge(record.Address, room));
        moved.ValueLength = valueLength;
        if (moved.HasTags)
            MoveTagBlock(moved, moved);
        if (moved.HasExpiry)
            Wheel!.Add(moved);
        SegmentTable.Repoint(slot, moved);
        return moved;
    }
}
