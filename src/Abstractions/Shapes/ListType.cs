namespace CacheStorm;

/// <summary>
/// Lists, as plugins see them that don't know how they are kept. Whoever brings the type derives from this; others find it with
/// <see cref="IDataTypes.TryFind"/> by the name <c>list</c>, or as an entry's <see cref="Entry.Type"/>. Everything here is called with the entry's lock held.
/// </summary>
public abstract class ListType : DataType
{
    /// <inheritdoc/>
    public sealed override string Name => "list";

    /// <summary>How many elements it has.</summary>
    /// <param name="list">The entry.</param>
    public abstract long Count(scoped in Entry list);

    /// <summary>Walks through the elements from the head.</summary>
    /// <param name="list">The entry.</param>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="element">The next element.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool Next(scoped in Entry list, ref ElementPosition position, out PackedElement element);

    /// <summary>
    /// Adds an element at an end, making the list when there is no such key. Tells nobody: key events are the caller's, and
    /// <see cref="CommandContext.SignalReady"/> where somebody may wait.
    /// </summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds a list or nothing.</param>
    /// <param name="end">The end.</param>
    /// <param name="element">The element.</param>
    public abstract void Push(Keyspace keyspace, ReadOnlySpan<byte> key, ListEnd end, ReadOnlySpan<byte> element);

    /// <summary>
    /// Stores a list of one element in place of whatever is there, expiry included; <see cref="Push"/> adds the others. What is replaced is
    /// not deleted first, so nobody hears of a new key. Tells nobody: key events are the caller's.
    /// </summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds anything or nothing.</param>
    /// <param name="first">The element; not a part of what is replaced.</param>
    public abstract void Replace(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> first);
}
