using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>Tells observers what happens to keys. The observers and the union of their wishes are swapped as a whole.</summary>
internal sealed class KeyEventHub(ILogger<KeyEventHub> log) : IKeyEvents
{
    private readonly Lock _refresh = new();
    private volatile IKeyObserver[] _observers = [];
    private volatile int _kinds;

    /// <summary>Called when the union of wishes has changed.</summary>
    public Action<KeyEventKinds>? Changed { get; set; }

    public KeyEventKinds Kinds => (KeyEventKinds)_kinds;

    public void SetObservers(IEnumerable<IKeyObserver> observers)
    {
        _observers = [.. observers];
        Refresh();
    }

    public void Refresh()
    {
        // One at a time, from asking to setting: else an old answer may take the place of a newer one.
        lock (_refresh)
        {
            KeyEventKinds kinds = KeyEventKinds.None;
            foreach (IKeyObserver observer in _observers)
                kinds |= observer.Interests;
            _kinds = (int)kinds;
            Changed?.Invoke(kinds);
        }
    }

    public void Raise(in KeyEvent keyEvent)
    {
        foreach (IKeyObserver observer in _observers)
        {
            if ((observer.Interests & keyEvent.Kind) == 0)
                continue;
            try
            {
                observer.OnKeyEvent(keyEvent);
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The key observer {Observer} failed.", observer.GetType().FullName);
            }
        }
    }
}
