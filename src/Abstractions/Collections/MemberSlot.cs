namespace CacheStorm;

/// <summary>Where a member of a <see cref="MemberTable"/> is, until the next change to the table.</summary>
/// <param name="Block">The table's own.</param>
/// <param name="Offset">The table's own.</param>
public readonly record struct MemberSlot(int Block, int Offset);

/// <summary>Sees members of a <see cref="MemberTable"/>.</summary>
public interface IMemberVisitor
{
    /// <summary>Sees one member; must not change the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="slot">Where the member is.</param>
    void Visit(scoped in MemberTable table, MemberSlot slot);
}
