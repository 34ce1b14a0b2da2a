using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>
/// One sorted set as a call sees it, of either layout; stays good through its own changes. Reading leaves all other entries of the call
/// good; a change ends them, and what was read from this one. Guarded by the entry's lock.
/// </summary>
internal ref partial struct SortedSet
{
    private readonly ZSetType _type;
    private readonly Keyspace? _keyspace;
    private Entry _entry;
    private bool _isGone;

    private SortedSet(ZSetType type, Keyspace? keyspace, Entry entry)
    {
        _type = type;
        _keyspace = keyspace;
        _entry = entry;
    }

    /// <summary>How many members it has.</summary>
    public readonly long Count => _isGone ? 0 : IsPacked ? Packed.Count : Tree.Count;

    private readonly bool IsPacked => _entry.Encoding == (byte)SortedSetEncoding.Packed;

    private readonly PackedMembers Packed => new(_entry.Value);

    private readonly RankedMembers Ranked => new(_entry.Blocks, _entry.Value);

    private readonly RankTree Tree => RankedMembers.TreeOf(_entry.Blocks, _entry.Value);

    private readonly Keyspace Keyspace => _keyspace ?? throw new InvalidOperationException("The sorted set was opened for reading.");

    /// <summary>Opens the sorted set of a key.</summary>
    /// <param name="type">The type.</param>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="set">The sorted set, when there is one.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    public static LookupResult TryOpen(ZSetType type, Keyspace keyspace, ReadOnlySpan<byte> key, out SortedSet set, Lookup lookup = Lookup.Read)
    {
        set = default;
        if (!keyspace.TryFind(key, out Entry entry, lookup))
            return LookupResult.Missing;
        if (entry.Type != type)
            return LookupResult.WrongType;
        set = new SortedSet(type, keyspace, entry);
        return LookupResult.Found;
    }

    /// <summary>An entry of the type, for reading.</summary>
    /// <param name="entry">The entry.</param>
    public static SortedSet Of(scoped in Entry entry) => new((ZSetType)entry.Type, null, entry);

    /// <summary>
    /// Stores a new sorted set without members in place of whatever is there. The caller adds some, or calls <see cref="RemoveIfEmpty"/>.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="expiry">What becomes of the expiry.</param>
    public static SortedSet Create(ZSetType type, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry = default)
    {
        Span<byte> pack = keyspace.Create(key, type, (byte)SortedSetEncoding.Packed, Listpack.EmptyLength, expiry, out Entry entry);
        Listpack.WriteEmpty(pack);
        return new SortedSet(type, keyspace, entry);
    }

    /// <summary>Finds a member's score.</summary>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    public readonly bool TryScore(scoped ReadOnlySpan<byte> member, out double score)
    {
        bool isFound = TryFind(member, out FoundMember found);
        score = found.Score;
        return isFound;
    }

    /// <summary>Finds a member, perhaps to change it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="found">What was found.</param>
    public readonly bool TryFind(scoped ReadOnlySpan<byte> member, out FoundMember found)
    {
        found = default;
        if (_isGone)
            return false;
        if (!IsPacked)
            return Ranked.TryFind(member, out found);
        PackedMembers packed = Packed;
        int place = packed.Find(member);
        if (place < 0)
            return false;
        found = new FoundMember(packed.ScoreAt(place), default, place);
        return true;
    }

    /// <summary>Deletes the key when no member is left. The sorted set must not be changed any more then.</summary>
    /// <returns>True when the key is gone.</returns>
    public bool RemoveIfEmpty()
    {
        if (Count > 0)
            return false;
        if (!_isGone)
            Keyspace.Remove(_entry.Key);
        _isGone = true;
        return true;
    }

    /// <summary>Visits some members, with SCAN's guarantee: who is there from the first call to the last is seen at least once.</summary>
    /// <param name="cursor">0 to begin; else what the last call returned.</param>
    /// <param name="count">About how many to visit.</param>
    /// <param name="visitor">Sees them.</param>
    /// <returns>The next cursor; 0: done.</returns>
    public readonly ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : struct, ISortedSetVisitor, allows ref struct
    {
        if (_isGone)
            return 0;
        if (!IsPacked)
            return Ranked.Scan(cursor, count, ref visitor);
        PackedMembers members = Packed;
        for (int place = Listpack.First; place < members.End;)
        {
            place = members.Read(place, out PackedElement member, out double score);
            visitor.Visit(member, score);
        }

        return 0;
    }
}
