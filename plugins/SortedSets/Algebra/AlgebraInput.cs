using System.Diagnostics.CodeAnalysis;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>
/// One input of a union, intersection or difference: a sorted set, or a set whose members all score 1. A view for one call, good until
/// the keyspace changes.
/// </summary>
internal ref struct AlgebraInput
{
    private readonly SetType? _setType;
    private readonly Entry _entry;
    private readonly SortedSet _sorted;
    private AlgebraPosition _position;

    private AlgebraInput(SortedSet sorted)
    {
        _sorted = sorted;
        _position.Cursor = sorted.At(0);
    }

    private AlgebraInput(SetType setType, Entry entry)
    {
        _setType = setType;
        _entry = entry;
    }

    public readonly long Count => _setType?.Count(_entry) ?? _sorted.Count;

    /// <summary>Where the walk is; may be set to where another view of the same input was.</summary>
    public AlgebraPosition Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>Opens the value of a key.</summary>
    public static LookupResult TryOpen(ZSetType type, Keyspace keyspace, ReadOnlySpan<byte> key, Lookup lookup, out AlgebraInput input)
    {
        input = default;
        if (!keyspace.TryFind(key, out Entry entry, lookup))
            return LookupResult.Missing;
        if (entry.Type == type)
            input = new AlgebraInput(SortedSet.Of(entry));
        else if (entry.Type is SetType setType)
            input = new AlgebraInput(setType, entry);
        else
            return LookupResult.WrongType;
        return LookupResult.Found;
    }

    public readonly bool TryScore(scoped ReadOnlySpan<byte> member, out double score)
    {
        if (_setType is null)
            return _sorted.TryScore(member, out score);
        score = 1;
        return _setType.Contains(_entry, member);
    }

    /// <summary>The next member of the walk.</summary>
    /// <returns>False at the end.</returns>
    [UnscopedRef]
    public bool Next(out PackedElement member, out double score)
    {
        if (_setType is null)
            return _sorted.MoveNext(ref _position.Cursor, out member, out score);
        score = 1;
        return _setType.Next(_entry, ref _position.Element, out member);
    }
}

/// <summary>Where the walk through an input is.</summary>
internal record struct AlgebraPosition
{
    /// <summary>In a sorted set.</summary>
    public SortedSetCursor Cursor;

    /// <summary>In a set.</summary>
    public ElementPosition Element;
}
