namespace CacheStorm.Host.Storage.Tags;

/// <summary>What a list means to the entries in it.</summary>
internal enum TagListState : byte
{
    /// <summary>They carry the tag.</summary>
    Live,

    /// <summary>They carry it, and are to be renewed; at a given time they are gone.</summary>
    Stale,

    /// <summary>They were invalidated: they don't exist any more.</summary>
    Dead,

    /// <summary>The tag was taken off; they don't carry it any more.</summary>
    Removed,
}

/// <summary>
/// The entries that carry one tag and came to it since its last invalidation: a doubly linked list through their links. To invalidate a tag
/// is to change the state of its list; entries that get the tag later are in a new one. Lies in the index's heap, guarded by the index's
/// lock; the state is changed by calls that run alone (but for a grace that ends), so that holding any shard's lock is enough to read it.
/// </summary>
internal unsafe struct TagList
{
    /// <summary>The tag's node; null for one that no tag leads to any more.</summary>
    public byte* Node;

    public TagLink* Head;

    /// <summary>Neighbours among the lists that wait to be worked off, or among the stale ones.</summary>
    public TagList* Next;

    public TagList* Previous;

    /// <summary>The number of the invalidation that it died of, or in which it was invalidated last.</summary>
    public long Since;

    /// <summary>The number of the invalidation since which it is, or was, stale; 0: it never was.</summary>
    public long StaleSince;

    /// <summary>When the grace of a stale one ends, in Unix milliseconds.</summary>
    public long StaleUntil;

    /// <summary>A bit for each tag that any of its entries carries as well, 64 tags to a bit's worth.</summary>
    public ulong Mates;

    /// <summary>The tag's own bit.</summary>
    public ulong Bit;

    public uint Count;

    /// <summary>The number of the count that waits for it to be worked off; 0: none.</summary>
    public int Pending;

    /// <summary>The round of a stale one.</summary>
    public int Round;

    public TagListState State;

    /// <summary>Must not be freed when it becomes empty: somebody is working on it.</summary>
    public bool IsHeld;
}
