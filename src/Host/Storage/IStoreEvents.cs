namespace CacheStorm.Host.Storage;

/// <summary>
/// Is told what happens to entries. Implemented by the dispatcher; called on the thread that made the change with the
/// lock of the key's shard held (or alone), the scope being null when no call is behind it. Must not touch the store.
/// </summary>
internal interface IStoreEvents
{
    /// <summary>An entry was changed, in whatever way, or is about to go. Only when asked for by <see cref="StoreInterests.Modified"/>.</summary>
    void Modified(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key);

    /// <summary>A value was stored. Only when asked for by <see cref="StoreInterests.Stored"/>.</summary>
    void Stored(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key, bool isNew);

    /// <summary>A counted read found nothing. Only when asked for by <see cref="StoreInterests.Missed"/>.</summary>
    void Missed(StoreScope scope, Namespace space, ReadOnlySpan<byte> key);

    /// <summary>An entry's time was up; it is about to go. Told in addition to <see cref="Modified"/>.</summary>
    void Expired(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key);

    /// <summary>An entry goes because memory is short. Told in addition to <see cref="Modified"/>.</summary>
    void Evicted(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key);

    /// <summary>True when somebody wants <see cref="TagsInvalidated"/>.</summary>
    bool HearsOfTags { get; }

    /// <summary>Tags were invalidated, alone. The entries follow one by one.</summary>
    void TagsInvalidated(TagInvalidation what);

    /// <summary>An entry was invalidated by a tag, and is taken back. Told in addition to <see cref="Modified"/>.</summary>
    void Invalidated(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key);

    /// <summary>All entries of the namespace are others now, or none.</summary>
    void Flushed(StoreScope? scope, Namespace space);
}
