namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// That an entry carries a tag: an element of the tag's list. Lies in the entry's <see cref="TagBlock"/>, 24 bytes. Which list it is in
/// changes under the locks of the entry's shard and of the index, so either is enough to read it; its neighbours are the index's; the round
/// is the shard's.
/// </summary>
/// <remarks>
/// <code>
/// 0  list      48 bits of address, 10 bits of place in the block, 6 bits of round
/// 8  previous  48 bits of address, 8 bits of shard
/// 16 next      the address
/// </code>
/// </remarks>
internal unsafe struct TagLink
{
    public const int Bytes = 24;

    /// <summary>Rounds are counted from 1 to this, and then again.</summary>
    public const int LastRound = 63;

    private const int AddressBits = 48;
    private const ulong AddressMask = (1UL << AddressBits) - 1;
    private const int RoundShift = AddressBits + 10;

    private ulong _list;
    private ulong _previous;

    public TagLink* Next;

    public TagList* List
    {
        readonly get => (TagList*)(_list & AddressMask);
        set => _list = _list & ~AddressMask | (ulong)value;
    }

    /// <summary>Its place in the block, from 0.</summary>
    public readonly int Place => (int)(_list >> AddressBits) & (TagNames.MaxOfEntry - 1);

    /// <summary>The round of a stale list in which somebody was sent to renew the entry.</summary>
    public int Round
    {
        readonly get => (int)(_list >> RoundShift);
        set => _list = _list & (1UL << RoundShift) - 1 | (ulong)value << RoundShift;
    }

    public TagLink* Previous
    {
        readonly get => (TagLink*)(_previous & AddressMask);
        set => _previous = _previous & ~AddressMask | (ulong)value;
    }

    /// <summary>The shard that the entry is in.</summary>
    public readonly int Shard => (int)(_previous >> AddressBits);

    /// <summary>Lays it out; it is in no list's chain yet.</summary>
    public void Begin(TagList* list, int place, int shard)
    {
        _list = (ulong)list | (ulong)place << AddressBits;
        _previous = (ulong)shard << AddressBits;
        Next = null;
    }
}
