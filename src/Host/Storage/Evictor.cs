using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage;

/// <summary>
/// Makes room: samples a few entries of a random shard, puts them among the best of those seen before, and takes away
/// the one that the policy scores highest, until the account is where it should be. Thread-safe; takes shards' locks one
/// at a time, so its caller holds none (or runs alone) and stands inside the gate.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="only">The namespace that it takes from; null: all of them, each by its own policy.</param>
internal sealed unsafe class Evictor(Store store, Namespace? only = null)
{
    private const int MostSamples = 64;

    // Shards in a row without a candidate after which every shard is looked at, and then it is given up.
    private const int FruitlessTries = 64;

    // Below one in so many entries with an expiry, a policy for those alone looks in the timing wheel.
    private const int RareExpiry = 4;

    private readonly Lock _gate = new();
    private readonly EvictionPool _pool = new();
    // Weak: a policy whose plugin was unloaded must not stay in memory because of it.
    private readonly WeakReference<EvictionPolicy?> _poolPolicy = new(null);
    private int _samples;

    private long Bytes => only is null ? store.ApproximateBytes : only.Bytes;

    private EvictionPolicy Policy => only is null ? store.Policy : only.Policy;

    /// <summary>How many entries are compared: the store's setting, unless it was set here.</summary>
    public int Samples
    {
        get => _samples > 0 ? _samples : Math.Clamp(store.EvictionSamples, 1, MostSamples);
        set => _samples = Math.Clamp(value, 1, MostSamples);
    }

    /// <summary>Evicts until the account is at or below the target.</summary>
    /// <param name="scope">The call that needs the room; null for background work.</param>
    /// <param name="target">Bytes.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="most">Evicts at most so many entries, so that a call's pause stays short.</param>
    /// <returns>False when nothing is left that the policy would let go.</returns>
    public bool EvictUntil(StoreScope? scope, long target, long now, int most = int.MaxValue)
    {
        EvictionPolicy policy = Policy;
        if (!policy.Evicts)
            return Bytes <= target;
        lock (_gate)
        {
            // Scores of another policy say nothing.
            if (!_poolPolicy.TryGetTarget(out EvictionPolicy? last) || last != policy)
            {
                _pool.Clear();
                _poolPolicy.SetTarget(policy);
            }

            return Evict(policy, scope, target, now, most);
        }
    }

    private bool Evict(EvictionPolicy policy, StoreScope? scope, long target, long now, int most)
    {
        int fruitless = 0;
        while (Bytes > target && most > 0)
        {
            if (PickShard() is not { } shard)
                return false;
            if (IsShared(shard.Owner.Space, policy))
            {
                OfferSamples(shard, policy, now);
            }
            else if (shard.Owner.Space.Evictor is { } own && own.EvictUntil(scope, long.MinValue, now, most: 1))
            {
                fruitless = 0;
                most--;
                continue;
            }

            if (++fruitless >= FruitlessTries && !TakeFromAny(policy, scope, now))
                return false;
            while (_pool.TryTake(out EvictionPool.Candidate candidate))
            {
                if (!TryEvict(candidate, policy, scope, now))
                    continue;
                fruitless = 0;
                most--;
                break;
            }
        }

        return true;
    }

    /// <summary>A random shard, those of namespaces with more entries more often; null when there is no entry at all.</summary>
    private Shard? PickShard()
    {
        if (only is not null)
            return PickShard(only);
        long total = 0;
        foreach (Namespace? space in store.Spaces)
            total += space is not null && space.Policy.Evicts ? space.Set.Records : 0;
        if (total <= 0)
            return null;
        long chosen = Random.Shared.NextInt64(total);
        foreach (Namespace? space in store.Spaces)
        {
            if (space is null || !space.Policy.Evicts)
                continue;
            chosen -= space.Set.Records;
            if (chosen < 0 && PickShard(space) is { } shard)
                return shard;
        }

        return null;
    }

    /// <summary>A random shard, or the next that isn't empty: with few entries most are.</summary>
    private static Shard? PickShard(Namespace space)
    {
        int start = Random.Shared.Next(ShardSet.Count);
        for (int i = 0; i < ShardSet.Count; i++)
        {
            if (space.Set[start + i].Table.Count > 0)
                return space.Set[start + i];
        }

        return null;
    }

    /// <summary>Whether a namespace's access words are those of the policy: only then can its entries be compared with others'.</summary>
    private bool IsShared(Namespace space, EvictionPolicy policy) => only is not null || space.Policy == policy;

    /// <summary>Looks everywhere: offers some entry, or takes one where another policy chooses.</summary>
    private bool TakeFromAny(EvictionPolicy policy, StoreScope? scope, long now)
    {
        if (only is not null)
            return OfferFromAny(only, policy, now);
        foreach (Namespace? space in store.Spaces)
        {
            if (space is null)
                continue;
            if (IsShared(space, policy) ? OfferFromAny(space, policy, now)
                : space.Evictor is { } own && space.Policy.Evicts && own.EvictUntil(scope, long.MinValue, now, most: 1))
                return true;
        }

        return false;
    }

    private bool OfferFromAny(Namespace space, EvictionPolicy policy, long now)
    {
        foreach (Shard shard in space.Shards)
        {
            if (OfferSamples(shard, policy, now))
                return true;
        }

        return false;
    }

    private bool OfferSamples(Shard shard, EvictionPolicy policy, long now)
    {
        Span<Record> samples = stackalloc Record[MostSamples];
        lock (shard.Gate)
        {
            int found = Sample(shard, policy, samples);
            for (int i = 0; i < found; i++)
            {
                EvictionCandidate facts = FactsOf(shard, samples[i], now);
                _pool.Offer(shard, facts.KeyHash, samples[i], policy.Score(facts));
            }

            return found > 0;
        }
    }

    private bool TryEvict(in EvictionPool.Candidate candidate, EvictionPolicy policy, StoreScope? scope, long now)
    {
        Shard shard = candidate.Shard;
        lock (shard.Gate)
        {
            // The shard may belong to a set that was flushed or is another namespace's now, the entry may be gone or have moved.
            Namespace space = shard.Owner.Space;
            if (space.Set != shard.Owner || only is not null && space != only || !IsShared(space, policy))
                return false;
            Record record = new((byte*)candidate.Address);
            ulong* slot = shard.Table.Find(candidate.Hash, record);
            if (slot == null || !policy.AllKeys && !record.HasExpiry)
                return false;
            EvictionCandidate facts = FactsOf(shard, record, now);
            if (shard.Owner.HasFallenTags && record.HasTags && Tags.RecordTags.IsDead(record, now))
            {
                shard.Bury(scope, facts.KeyHash, slot, record);
                shard.SettleExactly();
                return true;
            }

            shard.Evict(scope, facts.KeyHash, slot, record);
            policy.OnEvicted(facts);
            return true;
        }
    }

    private static EvictionCandidate FactsOf(Shard shard, Record record, long now) => new(
        record.Access, (uint)((ulong)now / 1000), record.HasExpiry ? record.ExpiresAt : -1, now, KeyHash.Of(record.Key),
        shard.CostOf(record), record.Type);

    private int Sample(Shard shard, EvictionPolicy policy, Span<Record> samples)
    {
        samples = samples[..Samples];
        Random random = Random.Shared;
        if (policy.AllKeys)
            return shard.Table.Sample(random, samples);
        if (shard.Expires == 0)
            return 0;
        if (shard.Expires < shard.Table.Count / RareExpiry)
            return shard.Wheel!.Sample(random, samples);

        Span<Record> any = stackalloc Record[MostSamples * RareExpiry];
        int found = shard.Table.Sample(random, any[..(samples.Length * RareExpiry)]);
        int kept = 0;
        for (int i = 0; i < found && kept < samples.Length; i++)
        {
            if (any[i].HasExpiry)
                samples[kept++] = any[i];
        }

        return kept > 0 ? kept : shard.Wheel!.Sample(random, samples);
    }
}
