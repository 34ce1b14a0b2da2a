namespace CacheStorm;

/// <summary>
/// Sets, as plugins see them that don't know how they are kept. Whoever brings the type derives from this; others find it with
/// <see cref="IDataTypes.TryFind"/> by the name <c>set</c>, or as an entry's <see cref="Entry.Type"/>. Everything here is called with the entry's lock held.
/// </summary>
public abstract class SetType : DataType
{
    /// <inheritdoc/>
    public sealed override string Name => "set";

    /// <summary>How many members it has.</summary>
    /// <param name="set">The entry.</param>
    public abstract long Count(scoped in Entry set);

    /// <summary>True when this is a member.</summary>
    /// <param name="set">The entry.</param>
    /// <param name="member">The member's text.</param>
    public abstract bool Contains(scoped in Entry set, ReadOnlySpan<byte> member);

    /// <summary>Walks through the members, in the order in which SMEMBERS shows them.</summary>
    /// <param name="set">The entry.</param>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="member">The next member.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool Next(scoped in Entry set, ref ElementPosition position, out PackedElement member);

    /// <summary>Adds a member, making the set when there is no such key. Tells nobody: key events are the caller's.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key; holds a set or nothing.</param>
    /// <param name="member">The member.</param>
    /// <returns>False when it was there.</returns>
    public abstract bool Add(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member);
}
