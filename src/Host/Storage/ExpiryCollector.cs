namespace CacheStorm.Host.Storage;

/// <summary>
/// Collects due entries, and has due alarms run, beside the traffic, shard by shard in small steps. One thread at a time, inside the gate, with no
/// shard's lock held.
/// </summary>
internal sealed class ExpiryCollector(Store store, IAlarmRunner alarms)
{
    // Entries and wheel buckets looked at while a shard is locked: some tens of microseconds.
    private const int BudgetOfShard = 64;

    private int _space;
    private int _shard;

    /// <summary>
    /// Looks at the shards, from where the last call stopped, for one round at most. The caller leaves the gate between
    /// calls, so <paramref name="shards"/> says how many are enough for one.
    /// </summary>
    /// <returns>True when some shard had more to collect than its budget.</returns>
    public bool Step(long now, int shards = ShardSet.Count)
    {
        bool more = false;
        for (int i = 0; i < shards; i++)
        {
            if (store.ExistingSpace(_space) is { IsRetired: false, Set.HasTimers: true } space)
            {
                Shard shard = space.Set[_shard];
                if (shard.Wheel is not null)
                    more |= Collect(shard, now);
                if (shard.EarliestAlarm < now)
                    more |= alarms.RunDue(space, shard, now);
            }
            else
            {
                _shard = ShardSet.Count - 1;
            }

            if (++_shard < ShardSet.Count)
                continue;
            _shard = 0;
            _space = (_space + 1) % store.Spaces.Length;
        }

        return more;
    }

    private static bool Collect(Shard shard, long now)
    {
        int budget = BudgetOfShard;
        lock (shard.Gate)
            shard.CollectDue(now, ref budget);
        return budget <= 0;
    }
}
