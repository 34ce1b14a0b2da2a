using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Counts down to the next sample. Each distance is drawn from 1 to twice the mean less one, all equally likely: with a fixed distance,
/// traffic whose period divides it would always show the same keys. Belongs to one worker; only <see cref="Restart"/> comes from others.
/// </summary>
internal struct SampleStride(ulong seed)
{
    /// <summary>While nothing is sampled it is looked after so many accesses whether that still holds.</summary>
    public const int Idle = 4096;

    private ulong _state = seed * 0x9E3779B97F4A7C15 | 1;
    private int _mean;
    private int _left;

    /// <summary>Counts one.</summary>
    /// <returns>True: <see cref="IsSample"/> decides about this one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step() => --_left < 0;

    /// <summary>Counts several at once.</summary>
    /// <returns>False: there may be a sample among them; they are to be counted by <see cref="Skip"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPass(int count)
    {
        if (_left < count)
            return false;
        _left -= count;
        return true;
    }

    /// <summary>Counts as many as pass.</summary>
    /// <returns>How many; when it is less than the limit, <see cref="IsSample"/> decides about the next one.</returns>
    public int Skip(int limit)
    {
        int skipped = Math.Min(limit, Math.Max(0, _left));
        _left -= skipped;
        return skipped;
    }

    /// <summary>Whether the one that is due is a sample. It is not when the mean has changed just now, or by chance only.</summary>
    /// <param name="mean">One of how many is sampled now; 0: none.</param>
    public bool IsSample(int mean)
    {
        if (mean == 0)
        {
            _mean = 0;
            _left = Idle;
            return false;
        }
        bool sample = true;
        if (mean != _mean)
        {
            _mean = mean;
            Draw();
            sample = --_left < 0;
        }
        if (sample)
            Draw();
        return sample;
    }

    /// <summary>
    /// Something else is to be sampled: the next one is due. May come from any thread; a worker that counts at this very moment may miss
    /// it, and sees the change when its present distance is over.
    /// </summary>
    public void Restart() => Volatile.Write(ref _left, 0);

    private void Draw()
    {
        // xorshift64* (Vigna 2016); the upper half of its product is as good as it gets.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        ulong random = (_state * 0x2545F4914F6CDD1D) >> 32;
        _left = (int)((random * (ulong)(2L * _mean - 1)) >> 32);
    }
}
