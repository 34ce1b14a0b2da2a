using System.Numerics;

namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// What is used most in one namespace, over a window of time that slides: counts go to the present window, and of the past one only the
/// share counts that the sliding window still covers. The stripes hold the counts, each under its lock; when windows turn, and which weight
/// the counts have, is guarded by the sketch's own lock, taken before a stripe's.
/// </summary>
internal sealed class NamespaceSketch
{
    private const int StripeCount = 16;

    private readonly Lock _gate = new();
    private readonly SketchStripe[] _stripes = new SketchStripe[StripeCount];
    private readonly long _length;
    private long _began;
    private volatile int _weight = 1;

    /// <summary>Makes an empty one.</summary>
    /// <param name="counters">How many counters a window has.</param>
    /// <param name="length">How long a window is, in milliseconds.</param>
    /// <param name="now">Milliseconds of any clock that only goes forward.</param>
    public NamespaceSketch(int counters, long length, long now)
    {
        int ofStripe = (int)BitOperations.RoundUpToPowerOf2((uint)counters) / StripeCount;
        for (int i = 0; i < _stripes.Length; i++)
            _stripes[i] = new SketchStripe(ofStripe);
        _length = length;
        _began = now;
    }

    /// <summary>Counts a sampled access.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> key, int weight)
    {
        if (weight != _weight)
            BeginAnew(weight);
        _stripes[(int)hash & StripeCount - 1].Add(hash, key);
    }

    /// <summary>Turns the windows when it is time.</summary>
    /// <returns>False: nothing was counted for so long that the sketch may go.</returns>
    public bool Advance(long now)
    {
        lock (_gate)
        {
            bool used = true;
            // After two turns nothing is left, however long it was.
            for (int turn = 0; turn < 2 && now - _began >= _length; turn++)
            {
                used = false;
                foreach (SketchStripe stripe in _stripes)
                    used |= stripe.Turn();
                _began += _length;
            }
            if (now - _began >= _length)
                _began = now;
            return used;
        }
    }

    /// <summary>The keys used most, the highest first.</summary>
    public List<HotKey> Top(int count, long now)
    {
        Advance(now);
        var keys = new List<HotKey>();
        lock (_gate)
        {
            double shareOfPast = 1 - (double)(now - _began) / _length;
            foreach (SketchStripe stripe in _stripes)
                stripe.Collect(keys, shareOfPast, _weight);
        }
        return HotKey.Top(keys, count);
    }

    public void Clear()
    {
        foreach (SketchStripe stripe in _stripes)
            stripe.Clear();
    }

    /// <summary>Samples stand for another number of accesses from now on: those before can't be added to them.</summary>
    private void BeginAnew(int weight)
    {
        lock (_gate)
        {
            if (weight == _weight)
                return;
            Clear();
            _weight = weight;
        }
    }
}
