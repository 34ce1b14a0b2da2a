using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>Tells observers what happens to keys. The observers and the union of their wishes are swapped as a whole.</summary>
internal sealed class KeyEventHub(ILogger<KeyEventHub> log) : IKeyEvents
{
    private readonly Lock _refresh = new();
    private volatile IKeyObserver[] _observers = [];
    private volatile IKeyObserver[] _roundObservers = [];
    private volatile IKeyObserver[][] _byKind = [];
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
            _byKind = ByKind(_observers);
            _roundObservers = Array.FindAll(_observers, one => one.WantsRounds);
            Changed?.Invoke(kinds);
        }
    }

    /// <summary>The thread has ended a round of work and holds no lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRound()
    {
        IKeyObserver[] observers = _roundObservers;
        if (observers.Length != 0)
            TellRoundEnd(observers);
    }

    private void TellRoundEnd(IKeyObserver[] observers)
    {
        foreach (IKeyObserver observer in observers)
        {
            try
            {
                observer.OnRoundEnd();
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The key observer {Observer} failed.", observer.GetType().FullName);
            }
        }
    }

    public void Raise(in KeyEvent keyEvent)
    {
        int kind = BitOperations.TrailingZeroCount((int)keyEvent.Kind);
        IKeyObserver[][] byKind = _byKind;
        if ((uint)kind >= (uint)byKind.Length)
            return;
        foreach (IKeyObserver observer in byKind[kind])
        {
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

    /// <summary>Who wants which kind, so that an event calls nobody else.</summary>
    private static IKeyObserver[][] ByKind(IKeyObserver[] observers)
    {
        var byKind = new IKeyObserver[32][];
        for (int kind = 0; kind < byKind.Length; kind++)
            byKind[kind] = Array.FindAll(observers, one => ((int)one.Interests >> kind & 1) != 0);
        return byKind;
    }
}
