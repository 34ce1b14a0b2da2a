namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>Sees members of a sorted set.</summary>
internal interface ISortedSetVisitor
{
    /// <summary>Sees one member; must not change the keyspace.</summary>
    /// <param name="member">The member, good until the method returns.</param>
    /// <param name="score">Its score.</param>
    void Visit(scoped PackedElement member, double score);
}
