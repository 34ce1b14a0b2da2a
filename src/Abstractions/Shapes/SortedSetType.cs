namespace CacheStorm;

/// <summary>
/// Sorted sets, as plugins see them that don't know how they are kept. Whoever brings the type derives from this; others find it with
/// <see cref="IDataTypes.TryFind"/> by the name <c>zset</c>, or as an entry's <see cref="Entry.Type"/>. Everything here is called with the entry's lock held.
/// </summary>
public abstract class SortedSetType : DataType
{
    /// <inheritdoc/>
    public sealed override string Name => "zset";

    /// <summary>How many members it has.</summary>
    /// <param name="sortedSet">The entry.</param>
    public abstract long Count(scoped in Entry sortedSet);

    /// <summary>Finds a member's score.</summary>
    /// <param name="sortedSet">The entry.</param>
    /// <param name="member">The member's text.</param>
    /// <param name="score">Its score; never NaN.</param>
    /// <returns>False when it is no member.</returns>
    public abstract bool TryScore(scoped in Entry sortedSet, ReadOnlySpan<byte> member, out double score);

    /// <summary>The place of the first member whose score is not below a bound, for <see cref="Next"/>. O(log n).</summary>
    /// <param name="sortedSet">The entry.</param>
    /// <param name="score">The bound.</param>
    /// <param name="exclusive">True when members of exactly this score are passed over, too.</param>
    public abstract ElementPosition Seek(scoped in Entry sortedSet, double score, bool exclusive);

    /// <summary>Walks through the members in ascending order of score, then of bytes.</summary>
    /// <param name="sortedSet">The entry.</param>
    /// <param name="position">Where the walk is; the default to begin with the first.</param>
    /// <param name="member">The next member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool Next(scoped in Entry sortedSet, ref ElementPosition position, out PackedElement member, out double score);

    /// <summary>Gives a member a score, making the sorted set when there is no such key. Tells nobody: key events are the caller's.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds a sorted set or nothing.</param>
    /// <param name="member">The member.</param>
    /// <param name="score">The score; not NaN.</param>
    /// <returns>True when the member is new.</returns>
    public abstract bool Set(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member, double score);

    /// <summary>
    /// Stores a sorted set of one member in place of whatever is there, expiry included; <see cref="Set"/> adds the others. What is replaced
    /// is not deleted first, so nobody hears of a new key. Tells nobody: key events are the caller's.
    /// </summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds anything or nothing.</param>
    /// <param name="member">The member; not a part of what is replaced.</param>
    /// <param name="score">The score; not NaN.</param>
    public abstract void Replace(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member, double score);
}
