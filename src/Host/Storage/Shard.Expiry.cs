using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Storage;

/// <summary>What takes entries away without a command: time and lack of memory. And what snapshots need before that.</summary>
internal sealed unsafe partial class Shard
{
    private const int TtlSamples = 4;

    /// <summary>Hands the record to the running snapshot if that still needs it. Before every change of an existing record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeforeChange(ulong hash, Record record)
    {
        if (((record.Flags ^ _store.EpochFlag) & Record.FlagEpoch) != 0)
            _store.Snapshots.Capture(this, hash, record);
    }

    /// <summary>Collects entries that are due. Each looked at costs one of the budget.</summary>
    /// <returns>How many went.</returns>
    public int CollectDue(long now, ref int budget)
    {
        if (Wheel is null)
            return 0;
        int collected = 0;
        for (Record due = Wheel.PopDue(now, ref budget); !due.IsNull; due = Wheel.PopDue(now, ref budget))
        {
            // Out of the wheel already: back in, for what follows takes records out of it.
            Wheel.Add(due);
            ulong hash = KeyHash.Of(due.Key);
            Expire(null, hash, Table.Find(hash, due), due);
            collected++;
        }

        if (Wheel.Count == 0)
            Wheel.Clear();
        Settle();
        return collected;
    }

    /// <summary>As <see cref="CollectDue"/>, to the millisecond: what shares its bucket with entries that are not due yet goes, too.</summary>
    public void CollectExactly(long now, ref int budget)
    {
        CollectDue(now, ref budget);
        if (Expires == 0)
            return;
        Record next = Wheel!.FirstOfNow(now, ref budget);
        while (!next.IsNull && budget-- > 0)
        {
            Record record = next;
            next = new Record(record.WheelNext);
            if (record.ExpiresAt >= now)
                continue;
            ulong hash = KeyHash.Of(record.Key);
            Expire(null, hash, Table.Find(hash, record), record);
        }

        Settle();
    }

    /// <summary>Takes away an entry whose time is up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Expire(StoreScope? scope, ulong hash, ulong* slot, Record record)
    {
        // It was gone before its time was up.
        if (record.HasTags && Owner.HasFallenTags && RecordTags.IsDead(record, long.MinValue))
        {
            Bury(scope, hash, slot, record);
            return;
        }

        Counters.Expired++;
        BeforeChange(hash, record);
        if ((_store.Interests & StoreInterests.Modified) != 0)
            _store.Events.Modified(scope, Owner.Space, record.Key);
        _store.Events.Expired(scope, Owner.Space, record.Key);
        Destroy(hash, slot, record);
    }

    /// <summary>Takes away an entry to make room.</summary>
    public void Evict(StoreScope? scope, ulong hash, ulong* slot, Record record)
    {
        Counters.Evicted++;
        BeforeChange(hash, record);
        if ((_store.Interests & StoreInterests.Modified) != 0)
            _store.Events.Modified(scope, Owner.Space, record.Key);
        _store.Events.Evicted(scope, Owner.Space, record.Key);
        Destroy(hash, slot, record);
        SettleExactly();
    }

    /// <summary>Adds the time that some of the entries have left.</summary>
    public void SampleTtl(long now, ref long sum, ref long count)
    {
        if (Wheel is null)
            return;
        Record[] samples = new Record[TtlSamples];
        int found = Wheel.Sample(Random.Shared, samples);
        for (int i = 0; i < found; i++)
            sum += Math.Max(0, samples[i].ExpiresAt - now);
        count += found;
    }
}
