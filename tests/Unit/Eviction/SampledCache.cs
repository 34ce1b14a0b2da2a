namespace CacheStorm.UnitTests.Eviction;

/// <summary>A cache of bounded size that evicts as the server does: the highest score among a few random entries goes.</summary>
internal sealed class SampledCache(EvictionPolicy policy, int capacity)
{
    private const int Samples = 10;

    private readonly Dictionary<int, int> _places = [];
    private readonly List<(int Key, uint Word)> _entries = [];
    private readonly Random _random = new(7);

    public int Count => _entries.Count;
    public uint Clock { get; set; } = 1_000_000;
    public long Hits { get; private set; }
    public long Uses { get; private set; }

    public double HitRate => (double)Hits / Uses;

    public bool Contains(int key) => _places.ContainsKey(key);

    public void ForgetHits() => Hits = Uses = 0;

    /// <summary>Reads a key, and stores it when it was missing.</summary>
    public void Use(int key)
    {
        Uses++;
        ulong hash = HashOf(key);
        if (_places.TryGetValue(key, out int place))
        {
            Hits++;
            uint word = _entries[place].Word;
            _entries[place] = (key, policy.OwnsAccessWord ? policy.OnAccess(word, hash, Clock) : Clock);
            return;
        }
        while (_entries.Count >= capacity)
            Evict();
        _places[key] = _entries.Count;
        _entries.Add((key, policy.OwnsAccessWord ? policy.OnCreated(hash, Clock) : Clock));
    }

    private void Evict()
    {
        int worst = -1;
        double highest = double.NegativeInfinity;
        for (int i = 0; i < Samples; i++)
        {
            int place = _random.Next(_entries.Count);
            (int key, uint word) = _entries[place];
            double score = policy.Score(new EvictionCandidate(word, Clock, -1, Clock * 1000L, HashOf(key), 64, 0));
            if (score > highest)
                (highest, worst) = (score, place);
        }
        _places.Remove(_entries[worst].Key);
        _entries[worst] = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (worst < _entries.Count)
            _places[_entries[worst].Key] = worst;
    }

    public static ulong HashOf(int key)
    {
        ulong hash = (ulong)key * 0x9E3779B97F4A7C15 + 0x1234567;
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9;
        return hash ^ (hash >> 32);
    }
}
