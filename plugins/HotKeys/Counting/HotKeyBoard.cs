namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// Each namespace's sketch, made when the first of its keys is sampled and given back when nothing was used for two windows. The array
/// of sketches is swapped whole and changed under the lock; a sketch looks after itself.
/// </summary>
internal sealed class HotKeyBoard : IKeyAccessSampler, IKeyObserver
{
    private readonly HotKeysSettings _settings;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly Lock _gate = new();
    private volatile NamespaceSketch?[] _sketches = [];
    private int _counters;
    private int _windowSeconds;

    public HotKeyBoard(HotKeysSettings settings, IKeyAccesses accesses, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _start = clock.GetTimestamp();
        settings.Applied += () =>
        {
            accesses.Refresh();
            Advance();
        };
    }

    public int Interval => _settings.SampleInterval;

    public KeyEventKinds Interests => KeyEventKinds.Flushed;

    /// <summary>How many namespaces have a sketch.</summary>
    public int SketchCount
    {
        get
        {
            int count = 0;
            foreach (NamespaceSketch? sketch in _sketches)
                count += sketch is null ? 0 : 1;
            return count;
        }
    }

    private long Now => (long)_clock.GetElapsedTime(_start).TotalMilliseconds;

    public void Sampled(int namespaceIndex, ulong keyHash, ReadOnlySpan<byte> key, int weight) =>
        (Find(namespaceIndex) ?? Open(namespaceIndex)).Add(keyHash, key, weight);

    public void OnKeyEvent(in KeyEvent keyEvent) => Find(keyEvent.Namespace)?.Clear();

    /// <summary>A namespace's most used keys, the highest first.</summary>
    public List<HotKey> Top(int namespaceIndex, int count) => Find(namespaceIndex)?.Top(count, Now) ?? [];

    /// <summary>Turns windows, gives back sketches that nobody needs, and begins anew where settings have changed.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            DropWhenOutdated();
            NamespaceSketch?[] sketches = _sketches;
            for (int i = 0; i < sketches.Length; i++)
            {
                if (sketches[i] is { } sketch && !sketch.Advance(Now))
                    sketches[i] = null;
            }
        }
    }

    private NamespaceSketch? Find(int namespaceIndex)
    {
        NamespaceSketch?[] sketches = _sketches;
        return (uint)namespaceIndex < (uint)sketches.Length ? sketches[namespaceIndex] : null;
    }

    private NamespaceSketch Open(int namespaceIndex)
    {
        lock (_gate)
        {
            DropWhenOutdated();
            if (Find(namespaceIndex) is { } known)
                return known;
            var made = new NamespaceSketch(_counters, _windowSeconds * 1000L, Now);
            NamespaceSketch?[] sketches = _sketches;
            if (namespaceIndex >= sketches.Length)
                Array.Resize(ref sketches, namespaceIndex + 1);
            sketches[namespaceIndex] = made;
            _sketches = sketches;
            return made;
        }
    }

    private void DropWhenOutdated()
    {
        if (_counters == _settings.SketchCounters && _windowSeconds == _settings.WindowSeconds && _settings.SampleInterval > 0)
            return;
        _counters = _settings.SketchCounters;
        _windowSeconds = _settings.WindowSeconds;
        _sketches = [];
    }
}
