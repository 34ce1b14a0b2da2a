namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// The last invalidations of tags that no entry carries: so many, and of older ones an upper bound. Belongs to an index, guarded by its lock.
/// </summary>
/// <remarks>Sets of four places. The oldest of a set gives way, and leaves its number behind as the set's floor: nothing that was ever noted there is newer.</remarks>
internal sealed class ForgottenTags
{
    private const int Sets = 1024;
    private const int Ways = 4;

    private readonly Place[] _places = new Place[Sets * Ways];
    private readonly long[] _floors = new long[Sets];

    private struct Place
    {
        public ulong Hash;
        public TagFacts Facts;
    }

    public void Note(ulong hash, in TagFacts facts)
    {
        Span<Place> set = SetOf(hash, out int index);
        int chosen = 0;
        for (int i = 0; i < Ways; i++)
        {
            if (set[i].Hash == hash && set[i].Facts.Generation != 0)
            {
                chosen = i;
                break;
            }

            if (set[i].Facts.Generation < set[chosen].Facts.Generation)
                chosen = i;
        }

        if (set[chosen].Hash != hash)
            _floors[index] = Math.Max(_floors[index], set[chosen].Facts.Generation);
        set[chosen] = new Place { Hash = hash, Facts = facts };
    }

    public bool TryFind(ulong hash, out TagFacts facts)
    {
        foreach (ref Place place in SetOf(hash, out _))
        {
            if (place.Hash != hash || place.Facts.Generation == 0)
                continue;
            facts = place.Facts;
            return true;
        }

        facts = default;
        return false;
    }

    /// <summary>The number of the tag's last invalidation, or one that is at least as high.</summary>
    public long LatestOf(ulong hash) => TryFind(hash, out TagFacts facts) ? facts.Generation : _floors[(int)(hash % Sets)];

    private Span<Place> SetOf(ulong hash, out int index)
    {
        index = (int)(hash % Sets);
        return _places.AsSpan(index * Ways, Ways);
    }
}
