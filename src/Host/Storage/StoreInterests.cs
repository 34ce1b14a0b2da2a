namespace CacheStorm.Host.Storage;

/// <summary>Which of the frequent happenings the store shall tell; the rare ones it always tells.</summary>
[Flags]
internal enum StoreInterests
{
    None = 0,

    /// <summary>Any change of an entry.</summary>
    Modified = 1,

    /// <summary>A value was stored, at a new key or in place of another.</summary>
    Stored = 2,

    /// <summary>A counted read found nothing.</summary>
    Missed = 4,
}
