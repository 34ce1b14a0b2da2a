using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Timing;

namespace CacheStorm.Host.Storage;

/// <summary>Alarms: at what time a value's type wants to be called. An alarm belongs to the value: it goes when the value does.</summary>
internal sealed unsafe partial class Shard
{
    private AlarmQueue? _alarms;

    /// <summary>How many keys have an alarm.</summary>
    public int Alarms => _alarms?.Count ?? 0;

    /// <summary>The time of the first alarm; <see cref="long.MaxValue"/>: none. Needs no lock, as a hint.</summary>
    public long EarliestAlarm => _alarms?.Earliest ?? long.MaxValue;

    /// <summary>Sets the alarm of a key whose value is no string, unless it has an earlier one.</summary>
    public void SetAlarm(ulong hash, long time)
    {
        Owner.HasTimers = true;
        (_alarms ??= new AlarmQueue(Heap)).Set(hash, Math.Max(0, time));
    }

    /// <summary>Takes away the alarm of a record's key, if it has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DropAlarm(ulong hash, Record record)
    {
        if (_alarms is not null && record.Type != 0)
            _alarms.Remove(hash);
    }

    /// <summary>Sets the alarm that a value's type asks for: it came here from elsewhere, or its alarm has rung.</summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="record">The record.</param>
    /// <param name="call">The call that asks.</param>
    /// <param name="notBefore">A time that is too early is put off until then.</param>
    public void RenewAlarm(ulong hash, Record record, CallGeneration call, long notBefore = 0)
    {
        if (record.Type == 0)
            return;
        Entry entry = EntryOf(hash, record, call);
        long time = entry.Type.NextAlarm(entry);
        if (time >= 0)
            SetAlarm(hash, Math.Max(time, notBefore));
        Settle();
    }

    /// <summary>Takes out the next alarm that is due.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="record">The key's record.</param>
    public bool TryPopAlarm(long now, out ulong hash, out Record record)
    {
        hash = 0;
        record = default;
        while (_alarms is not null && _alarms.TryPop(now, out hash))
        {
            if (TryRecordOf(hash, out record))
                break;
        }

        Settle();
        return !record.IsNull;
    }

    /// <summary>The record of a key of which only the hash is known.</summary>
    public bool TryRecordOf(ulong hash, out Record record)
    {
        ulong* slot = Table.FindHash(hash);
        record = slot == null ? default : new Record(Bucket.RecordOf(*slot));
        return slot != null;
    }
}
