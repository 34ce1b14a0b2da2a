using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage;

/// <summary>
/// The entries seen lately that deserve most to go, so that each sample is compared with those of other shards. What
/// is in here is only a hint: an entry may be gone or used again by the time it is its turn. Owned by the
/// <see cref="Evictor"/>, guarded by its lock. (Redis has kept such a pool since 3.0.)
/// </summary>
internal sealed unsafe class EvictionPool
{
    private const int Room = 16;

    // From the lowest score to the highest.
    private readonly Candidate[] _candidates = new Candidate[Room];
    private int _count;

    /// <summary>Keeps an entry if it is among those that deserve it most.</summary>
    public void Offer(Shard shard, ulong hash, Record record, double score)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_candidates[i].Address == (nint)record.Address)
                return;
        }

        int place = _count;
        while (place > 0 && _candidates[place - 1].Score > score)
            place--;
        if (_count < Room)
        {
            _candidates.AsSpan(place, _count - place).CopyTo(_candidates.AsSpan(place + 1));
            _count++;
        }
        else if (place == 0)
        {
            return;
        }
        else
        {
            // The lowest makes room.
            place--;
            _candidates.AsSpan(1, place).CopyTo(_candidates);
        }

        _candidates[place] = new Candidate(shard, hash, (nint)record.Address, score);
    }

    /// <summary>Takes out the one with the highest score.</summary>
    public bool TryTake(out Candidate candidate)
    {
        candidate = default;
        if (_count == 0)
            return false;
        candidate = _candidates[--_count];
        _candidates[_count] = default;
        return true;
    }

    public void Clear()
    {
        Array.Clear(_candidates);
        _count = 0;
    }

    /// <summary>An entry by its hash and address; the address must be found in the table before it is looked at.</summary>
    internal readonly record struct Candidate(Shard Shard, ulong Hash, nint Address, double Score);
}
