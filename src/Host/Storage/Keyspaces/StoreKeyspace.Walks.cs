using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Whole-keyspace work: SCAN, RANDOMKEY, FLUSHDB.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    // A cursor is a point in hash space without the 16 lowest bits, which no table tells apart.
    private const int CursorShift = 16;

    // How long a shard stays locked at a stretch, and how far a scan goes through empty land.
    private const int BucketsAtOnce = 64;
    private const int EmptyBuckets = 1024;
    private const int RandomTries = 100;

    /// <inheritdoc/>
    public override ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
    {
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        ulong point = cursor << CursorShift;
        int index = KeyHash.ShardOf(point);
        point <<= KeyHash.ShardBits;
        long seen = 0;
        long buckets = Math.Max((long)count * 10, EmptyBuckets);
        while (true)
        {
            bool end = false;
            Shard shard = _space.Set[index];
            lock (shard.Gate)
            {
                for (int i = 0; i < BucketsAtOnce && !end && seen < count; i++)
                {
                    int found = shard.Table.ListBucket(ref point, records, out end);
                    seen += found;
                    buckets--;
                    Visit(shard, records, found, ref visitor);
                }
            }

            if (end)
            {
                point = 0;
                if (++index == ShardSet.Count)
                    return 0;
            }

            if (seen >= count || buckets <= 0)
                return (((ulong)index << (64 - KeyHash.ShardBits)) | point >> KeyHash.ShardBits) >> CursorShift;
        }
    }

    /// <inheritdoc/>
    public override bool Random<TVisitor>(ref TVisitor visitor)
    {
        Random random = System.Random.Shared;
        for (int i = 0; i < RandomTries; i++)
        {
            long total = _space.Set.Records;
            if (total == 0)
                return false;
            Shard shard = ShardOfNth(random.NextInt64(total));
            lock (shard.Gate)
            {
                if (shard.Table.Count == 0)
                    continue;
                Record record = shard.Table.Random(random);
                if (shard.IsGone(record, _scope.Now))
                    continue;
                visitor.Visit(shard.EntryOf(KeyHash.Of(record.Key), record, _scope));
                return true;
            }
        }

        return FirstLive(ref visitor);
    }

    /// <inheritdoc/>
    public override long Clear(bool inBackground)
    {
        if (!_scope.CoversAll)
            ThrowNotCovered();
        long count = _store.Clear(_scope, _space, inBackground);
        _scope.Context.ChangeCount += count;
        _scope.Generation++;
        return count;
    }

    private void Visit<TVisitor>(Shard shard, nint* records, int count, ref TVisitor visitor)
        where TVisitor : struct, IEntryVisitor, allows ref struct
    {
        for (int i = 0; i < count; i++)
        {
            Record record = new((byte*)records[i]);
            if (!shard.IsGone(record, _scope.Now))
                visitor.Visit(shard.EntryOf(KeyHash.Of(record.Key), record, _scope));
        }
    }

    private Shard ShardOfNth(long record)
    {
        foreach (Shard shard in _space.Shards)
        {
            record -= shard.Table.Count;
            if (record < 0)
                return shard;
        }

        return _space.Set[0];
    }

    /// <summary>When nearly all entries are gone but not collected yet: the first that isn't.</summary>
    private bool FirstLive<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IEntryVisitor, allows ref struct
    {
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        foreach (Shard shard in _space.Shards)
        {
            lock (shard.Gate)
            {
                ulong point = 0;
                for (bool end = false; !end;)
                {
                    int found = shard.Table.ListBucket(ref point, records, out end);
                    for (int i = 0; i < found; i++)
                    {
                        if (shard.IsGone(new Record((byte*)records[i]), _scope.Now))
                            continue;
                        Visit(shard, records + i, 1, ref visitor);
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
