namespace CacheStorm.Plugins.Eviction;

/// <summary>
/// W-TinyLFU (Einziger, Friedman, Manes, 2017) over sampled entries. New keys stand in a window and are spared; once out of it they must
/// be wanted more often than others, as a frequency sketch with aging remembers, or they are the next to go. So a burst of new keys gets its
/// chance, and a scan over keys that nobody wants again drives nothing out.
/// <para>
/// The paper keeps the window and the main space in lists; the store has none, so membership follows from age. An access word is two ticks
/// of the <see cref="AdmissionWindow"/>: creation above, last use below. The sketch lives outside the words and is shared by all threads.
/// </para>
/// </summary>
public abstract class WTinyLfuPolicy : EvictionPolicy
{
    private const long LeastCapacity = 1 << 12;
    private const double Spared = -1 << 20;
    private const double TicksOfWord = 1 << 16;

    private readonly EvictionSettings _settings;
    private readonly KeyCensus _census;
    private readonly AdmissionWindow _window;
    private readonly FrequencySketch _sketch = new(LeastCapacity);

    private protected WTinyLfuPolicy(EvictionSettings settings, KeyCensus census)
    {
        _settings = settings;
        _census = census;
        _window = new AdmissionWindow(census);
    }

    /// <inheritdoc/>
    public override bool OwnsAccessWord => true;

    /// <inheritdoc/>
    public override uint OnCreated(ulong keyHash, uint clock)
    {
        if (_window.Count())
            AfterTick();
        _sketch.Count(keyHash);
        uint tick = _window.Now;
        return (tick << 16) | tick;
    }

    /// <inheritdoc/>
    public override uint OnAccess(uint word, ulong keyHash, uint clock)
    {
        _sketch.Count(keyHash);
        return (word & 0xFFFF0000) | _window.Now;
    }

    /// <summary>The rarer, the sooner; among equals the one unused for longer; those in the window only when there are no others.</summary>
    public override double Score(in EvictionCandidate candidate)
    {
        double idle = _window.Since(candidate.AccessWord & 0xFFFF) / TicksOfWord;
        uint age = _window.Since(candidate.AccessWord >> 16);
        bool isNew = age * 100 < (uint)_settings.WindowPercent * AdmissionWindow.TicksOfTurnover;
        return isNew ? Spared + age : idle - _sketch.Estimate(candidate.KeyHash);
    }

    private void AfterTick()
    {
        _census.IsWanted = true;
        _sketch.EnsureCapacity(_census.Keys);
    }
}

/// <summary><c>allkeys-wtinylfu</c>.</summary>
/// <param name="settings">The size of the window.</param>
/// <param name="census">Says how many keys there are.</param>
public sealed class AllKeysWTinyLfuPolicy(EvictionSettings settings, KeyCensus census) : WTinyLfuPolicy(settings, census)
{
    /// <inheritdoc/>
    public override string Name => "allkeys-wtinylfu";
}

/// <summary><c>volatile-wtinylfu</c>: among keys with an expiry.</summary>
/// <param name="settings">The size of the window.</param>
/// <param name="census">Says how many keys there are.</param>
public sealed class VolatileWTinyLfuPolicy(EvictionSettings settings, KeyCensus census) : WTinyLfuPolicy(settings, census)
{
    /// <inheritdoc/>
    public override string Name => "volatile-wtinylfu";
    /// <inheritdoc/>
    public override bool AllKeys => false;
}
