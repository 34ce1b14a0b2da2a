namespace CacheStorm;

/// <summary>
/// A hash table of members (bytes), each with a value of its own, in the native blocks of one entry: what large hashes and sets, and the
/// members of large sorted sets, are made of. A view for one call: the state is in the entry's root bytes and blocks, guarded by the entry's lock.
/// </summary>
public ref struct MemberTable
{
    /// <summary>The bytes of the entry's root that the table needs; zero bytes are an empty table.</summary>
    public const int RootLength = 32;

    /// <summary>The value length of a table whose values differ in length.</summary>
    public const int Variable = -1;

    /// <summary>The table for reading and writing.</summary>
    /// <param name="blocks">The entry's blocks, from <see cref="Keyspace.Blocks"/>.</param>
    /// <param name="root">The table's <see cref="RootLength"/> bytes, opened by <see cref="Keyspace.Edit(ref Entry)"/>.</param>
    /// <param name="valueLength">The length of every value, 0 for a table of members only, or <see cref="Variable"/>. Always the same for one table.</param>
    public MemberTable(NativeBlocks blocks, Span<byte> root, int valueLength) => throw new NotImplementedException();

    /// <summary>The table for reading; changing it throws.</summary>
    /// <param name="blocks">The entry's blocks.</param>
    /// <param name="root">The table's <see cref="RootLength"/> bytes.</param>
    /// <param name="valueLength">As it was written.</param>
    public MemberTable(NativeBlocks blocks, ReadOnlySpan<byte> root, int valueLength) => throw new NotImplementedException();

    /// <summary>How many members there are.</summary>
    public readonly long Count => throw new NotImplementedException();

    /// <summary>Finds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="slot">Where it is.</param>
    public readonly bool TryFind(ReadOnlySpan<byte> member, out MemberSlot slot) => throw new NotImplementedException();

    /// <summary>The member at a place.</summary>
    /// <param name="slot">The place.</param>
    public readonly ReadOnlySpan<byte> MemberAt(MemberSlot slot) => throw new NotImplementedException();

    /// <summary>The value at a place; may be written to.</summary>
    /// <param name="slot">The place.</param>
    public readonly Span<byte> ValueAt(MemberSlot slot) => throw new NotImplementedException();

    /// <summary>A bit of the caller's at each member: whatever it likes to remember.</summary>
    /// <param name="slot">The place.</param>
    public readonly bool IsMarked(MemberSlot slot) => throw new NotImplementedException();

    /// <summary>Sets or clears the caller's bit.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="mark">The bit.</param>
    public readonly void Mark(MemberSlot slot, bool mark) => throw new NotImplementedException();

    /// <summary>Adds a member that is not there.</summary>
    /// <param name="member">The member; must not lie within the table.</param>
    /// <param name="valueLength">The length of its value.</param>
    /// <returns>The value's bytes: zero, to be filled at once.</returns>
    public Span<byte> Add(ReadOnlySpan<byte> member, int valueLength) => throw new NotImplementedException();

    /// <summary>Gives a member's value another length (tables with values of <see cref="Variable"/> length).</summary>
    /// <param name="slot">Where it is; refreshed.</param>
    /// <param name="valueLength">The new length.</param>
    /// <returns>The value's bytes, to be filled at once; their content is arbitrary. The mark stays.</returns>
    public Span<byte> Resize(ref MemberSlot slot, int valueLength) => throw new NotImplementedException();

    /// <summary>Removes a member.</summary>
    /// <param name="slot">Where it is.</param>
    public void Remove(MemberSlot slot) => throw new NotImplementedException();

    /// <summary>A member by chance, each as likely as the others. The table must not be empty.</summary>
    /// <param name="random">The source of chance.</param>
    public readonly MemberSlot Random(Random random) => throw new NotImplementedException();

    /// <summary>Walks through all members, in no particular order that stays while nothing changes.</summary>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="slot">The next member.</param>
    /// <returns>False when there is none.</returns>
    public readonly bool Next(ref ElementPosition position, out MemberSlot slot) => throw new NotImplementedException();

    /// <summary>Visits some members, with SCAN's guarantee: who is there from the first call to the last is seen at least once, whatever else changes.</summary>
    /// <param name="cursor">0 to begin; else what the last call returned. Any number is safe.</param>
    /// <param name="count">About how many to visit.</param>
    /// <param name="visitor">Sees them.</param>
    /// <returns>The next cursor; 0: done.</returns>
    public readonly ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, IMemberVisitor, allows ref struct => throw new NotImplementedException();

    /// <summary>Fills an empty table with the same, marks included: for <see cref="DataType.CopyBlocks"/>.</summary>
    /// <param name="target">The empty table.</param>
    public readonly void CopyTo(ref MemberTable target) => throw new NotImplementedException();

    /// <summary>Removes all members and frees the table's blocks.</summary>
    public void Clear() => throw new NotImplementedException();
}
