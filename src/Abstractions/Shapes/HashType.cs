namespace CacheStorm;

/// <summary>
/// Hashes, as plugins see them that don't know how they are kept. Whoever brings the type derives from this; others find it with
/// <see cref="IDataTypes.TryFind"/> by the name <c>hash</c>, or as an entry's <see cref="Entry.Type"/>. Everything here is called with the entry's lock held.
/// </summary>
public abstract class HashType : DataType
{
    /// <inheritdoc/>
    public sealed override string Name => "hash";

    /// <summary>How many fields it has, those that have expired but were not collected yet included.</summary>
    /// <param name="hash">The entry.</param>
    public abstract long Count(scoped in Entry hash);

    /// <summary>Finds a field that has not expired.</summary>
    /// <param name="hash">The entry.</param>
    /// <param name="now">The time in Unix milliseconds.</param>
    /// <param name="field">The field's text.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool TryGet(scoped in Entry hash, long now, ReadOnlySpan<byte> field, out PackedElement value);

    /// <summary>Walks through the fields that have not expired, in the order in which HGETALL shows them.</summary>
    /// <param name="hash">The entry.</param>
    /// <param name="now">The time in Unix milliseconds.</param>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="field">The next field.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool Next(scoped in Entry hash, long now, ref ElementPosition position, out PackedElement field, out PackedElement value);

    /// <summary>Sets a field, making the hash when there is no such key; the field's expiry goes. Tells nobody: key events are the caller's.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds a hash or nothing.</param>
    /// <param name="now">The time in Unix milliseconds.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <returns>True when the field is new.</returns>
    public abstract bool Set(Keyspace keyspace, ReadOnlySpan<byte> key, long now, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value);
}
