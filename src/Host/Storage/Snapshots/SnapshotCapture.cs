using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Snapshots;

/// <summary>
/// The snapshot that is being read, if one is. Each record carries a bit that says to which epoch it belongs; a snapshot
/// begins by turning the epoch, so that all records there are of the old one, and each is handed over once, by the walker
/// or by whoever is about to change it, and becomes one of the new. Records made meanwhile are of the new from the start.
/// </summary>
/// <remarks>
/// Begin, Clear and Swap run alone. Records are guarded by their shard's lock; the reader by a lock of its own, taken
/// under the shard's. A reader that fails, or a snapshot given up, still walks to the end, silently, so that the next one
/// finds a single epoch.
/// </remarks>
internal sealed unsafe class SnapshotCapture(Store store)
{
    private const int BucketsAtOnce = 32;

    private readonly Lock _readerGate = new();
    private readonly List<ShardSet> _sets = [];
    private readonly List<ShardSet> _replaced = [];
    private ISnapshotReader? _reader;
    private long _instant;
    private int _set;
    private int _shard;
    private ulong _point;

    /// <summary>True from the begin until the end of the walk.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>What the reader threw, or why the snapshot was given up.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Fixes the instant. Alone only.</summary>
    public void Begin(ISnapshotReader reader, long now)
    {
        Failure = null;
        reader.Begin(now);
        store.TurnEpoch();
        foreach (Namespace? space in store.Spaces)
        {
            if (space is null || space.IsRetired)
                continue;
            space.Set.SnapshotIndex = space.Index;
            space.Set.SnapshotTagNumber = store.TagNumber;
            _sets.Add(space.Set);
        }

        _reader = reader;
        _instant = now;
        _set = _shard = 0;
        _point = 0;
        IsRunning = true;
    }

    /// <summary>Hands over a record of the old epoch. With the shard's lock held.</summary>
    public void Capture(Shard shard, ulong hash, Record record)
    {
        record.Flags ^= Record.FlagEpoch;
        if (Failure is not null || shard.Owner.SnapshotIndex < 0 || record.HasExpiry && record.ExpiresAt <= _instant)
            return;
        // What was stale then is left out as well: whoever reads the snapshot could not tell that it is to be renewed.
        if (record.HasTags && Tags.RecordTags.WasFallen(record, shard.Owner.SnapshotTagNumber))
            return;
        Entry entry = shard.EntryOf(hash, record, CallGeneration.NoCall);
        lock (_readerGate)
        {
            if (Failure is not null)
                return;
            try
            {
                _reader!.Entry(shard.Owner.SnapshotIndex, entry);
            }
            catch (Exception failure)
            {
                Failure = failure;
            }
        }
    }

    /// <summary>Gives up: what is left is walked through without handing anything over.</summary>
    public void GiveUp(Exception reason)
    {
        lock (_readerGate)
            Failure ??= reason;
    }

    /// <summary>True when the set, just replaced, must live on until the snapshot has read it. Alone only.</summary>
    public bool Keeps(ShardSet set)
    {
        if (!IsRunning || set.SnapshotIndex < 0)
            return false;
        _replaced.Add(set);
        return true;
    }

    /// <summary>Hands over some more. On one thread, beside the traffic, no shard's lock held.</summary>
    /// <returns>False when all was handed over.</returns>
    public bool Step()
    {
        if (_set == _sets.Count)
            return false;
        Shard shard = _sets[_set][_shard];
        bool end = false;
        lock (shard.Gate)
        {
            nint* records = stackalloc nint[SegmentTable.MostOfBucket];
            for (int i = 0; i < BucketsAtOnce && !end; i++)
            {
                int count = shard.Table.ListBucket(ref _point, records, out end);
                for (int j = 0; j < count; j++)
                {
                    Record record = new((byte*)records[j]);
                    shard.BeforeChange(KeyHash.Of(record.Key), record);
                }
            }
        }

        if (end)
        {
            _point = 0;
            if (++_shard == ShardSet.Count)
            {
                _shard = 0;
                _set++;
            }
        }

        return true;
    }

    /// <summary>Lets go of everything, after the last step; the sets that were kept for the snapshot are freed.</summary>
    public void End()
    {
        IsRunning = false;
        _reader = null;
        foreach (ShardSet set in _sets)
            set.SnapshotIndex = -1;
        foreach (ShardSet set in _replaced)
            store.Reclaimer.Free(set, inBackground: true);
        _sets.Clear();
        _replaced.Clear();
    }
}
