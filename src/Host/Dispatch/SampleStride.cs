using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Counts down to the next sample. Each distance is drawn from 1 to twice the mean less one, all equally likely: with a fixed distance,
/// traffic whose period divides it would always show the same keys. Belongs to one worker.
/// </summary>
internal struct SampleStride(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15 | 1;
    private int _mean;
    private int _left;

    /// <summary>Counts one.</summary>
    /// <param name="mean">One of how many is sampled; another one than before takes effect at once.</param>
    /// <returns>True: this is a sample.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step(int mean)
    {
        if (mean != _mean)
            Draw(mean);
        if (--_left >= 0)
            return false;
        Draw(mean);
        return true;
    }

    /// <summary>Counts as many as come before the next sample, up to a limit.</summary>
    /// <param name="limit">How many there are.</param>
    /// <param name="mean">One of how many is sampled.</param>
    /// <returns>How many were counted; when it is less than the limit, the next one is a sample and counted, too.</returns>
    public int Skip(int limit, int mean)
    {
        if (mean != _mean)
            Draw(mean);
        if (_left >= limit)
        {
            _left -= limit;
            return limit;
        }
        int skipped = _left;
        Draw(mean);
        return skipped;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Draw(int mean)
    {
        // xorshift64* (Vigna 2016); the upper half of its product is as good as it gets.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        ulong random = (_state * 0x2545F4914F6CDD1D) >> 32;
        _mean = mean;
        _left = (int)((random * (ulong)(2L * mean - 1)) >> 32);
    }
}
