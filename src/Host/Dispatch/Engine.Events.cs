using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <content>What the store tells: it becomes key events, wake-ups, and effects of their own.</content>
internal sealed partial class Engine
{
    private ITagObserver[] _tagObservers = [];

    public void SetTagObservers(IEnumerable<ITagObserver> observers) => _tagObservers = [.. observers];

    /// <summary>
    /// Tells the store what is worth telling. One at a time, from looking to setting: else somebody who saw no waiters a moment ago
    /// takes away the interest that a client parked meanwhile has just asked for, and that client is never woken.
    /// </summary>
    private void RefreshInterests()
    {
        lock (_interests)
            RefreshInterestsAlone();
    }

    private void RefreshInterestsAlone()
    {
        KeyEventKinds kinds = KeyEvents.Kinds;
        StoreInterests interests = StoreInterests.None;
        if ((kinds & KeyEventKinds.Modified) != 0)
            interests |= StoreInterests.Modified;
        if ((kinds & KeyEventKinds.New) != 0 || _parkingLot.HasWaiters)
            interests |= StoreInterests.Stored;
        if ((kinds & KeyEventKinds.KeyMiss) != 0)
            interests |= StoreInterests.Missed;
        if (Store is not null)
            Store.Interests = interests;
    }

    void IStoreEvents.Modified(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) =>
        Raise(scope, space, KeyEventKinds.Modified, default, key);

    void IStoreEvents.Stored(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key, bool isNew)
    {
        if (isNew)
            Raise(scope, space, KeyEventKinds.New, "new"u8, key);
        if (scope is not null && _parkingLot.HasWaiters && _parkingLot.TryGetKey(space.Index, key, out KeyBytes known))
            WorkerOf(scope).Ready.Add(space.Index, known);
    }

    void IStoreEvents.Missed(StoreScope scope, Namespace space, ReadOnlySpan<byte> key) =>
        Raise(scope, space, KeyEventKinds.KeyMiss, "keymiss"u8, key);

    void IStoreEvents.Expired(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
    {
        PassOnRemoval(scope, space, key);
        Raise(scope, space, KeyEventKinds.Expired, "expired"u8, key);
    }

    void IStoreEvents.Evicted(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
    {
        PassOnRemoval(scope, space, key);
        Raise(scope, space, KeyEventKinds.Evicted, "evicted"u8, key);
    }

    // Not passed on: whoever replays the effects has had the invalidation itself.
    void IStoreEvents.Invalidated(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) =>
        Raise(scope, space, KeyEventKinds.Invalidated, "invalidated"u8, key);

    bool IStoreEvents.HearsOfTags => _tagObservers.Length != 0;

    void IStoreEvents.TagsInvalidated(TagInvalidation what)
    {
        foreach (ITagObserver observer in _tagObservers)
        {
            try
            {
                observer.Invalidated(what);
            }
            catch (Exception failure)
            {
                _log.LogError(failure, "The tag observer {Observer} failed.", observer.GetType().FullName);
            }
        }
    }

    void IStoreEvents.Flushed(StoreScope? scope, Namespace space)
    {
        Raise(scope, space, KeyEventKinds.Flushed, default, default);
        if (!_parkingLot.HasWaiters)
            return;
        // Other keys than before may be there now (SWAPDB): whoever waits looks for himself.
        Worker worker = scope is null ? Workers[^1] : WorkerOf(scope);
        foreach (KeyBytes key in _parkingLot.KeysOf(space.Index))
            worker.Ready.Add(space.Index, key);
    }

    /// <summary>A key that goes by itself is deleted for whoever replays the effects, before the call that found it so.</summary>
    private void PassOnRemoval(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
    {
        if (!Propagation.IsWanted)
            return;
        // Within the locks of a call it goes with the call's own effects. Else (eviction, background work) the shard's lock, which orders
        // it against others, is held by the store for just this moment: it goes at once.
        bool withCall = scope is not null && scope.Covers(KeyHash.ShardOf(KeyHash.Of(key)));
        EffectLog log = withCall ? WorkerOf(scope!).Effects : new EffectLog();
        log.AddRemoval(space.Index, key, scope?.Now ?? Clock.Now);
        if (!withCall)
            Propagation.Flush(log);
    }

    private void Raise(StoreScope? scope, Namespace space, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if ((KeyEvents.Kinds & kind) != 0)
            KeyEvents.Raise(new KeyEvent(space.Index, kind, name, key, scope?.Context.Client));
    }

    private static Worker WorkerOf(StoreScope scope) => ((CallFrame)scope.Context.Frame!).Worker;
}
