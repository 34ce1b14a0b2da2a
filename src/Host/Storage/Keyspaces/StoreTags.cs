using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>The tags of a namespace as one call sees them. Belongs to the call's thread, as the keyspace does.</summary>
internal sealed class StoreTags(Store store, StoreKeyspace keyspace) : KeyspaceTags
{
    // Expired entries that a call which runs alone collects at most before it counts: others wait meanwhile.
    private const int MostExpired = 10_000;

    /// <inheritdoc/>
    public override long Count => Index?.Count ?? 0;

    /// <inheritdoc/>
    public override long IndexBytes => Index?.UsedBytes ?? 0;

    /// <inheritdoc/>
    public override long PendingEntries => Index?.PendingLinks ?? 0;

    /// <inheritdoc/>
    public override long LatestNumber => store.TagNumber;

    /// <inheritdoc/>
    public override long FloorNumber => Set.TagFloor;

    // Another one after a flush or a swap, so it is looked for each time.
    private ShardSet Set => keyspace.Space.Set;

    private TagIndex? Index => Set.Tags;

    private StoreScope Scope => keyspace.Scope;

    /// <inheritdoc/>
    public override long CountOf(ReadOnlySpan<byte> tag) => Index?.CountOf(tag) ?? 0;

    /// <inheritdoc/>
    public override bool IsSettled(ReadOnlySpan<byte> tag) => Index?.IsSettled(tag) ?? true;

    /// <inheritdoc/>
    public override bool WhenSettled(Action settled) => Index?.WhenSettled(settled) ?? false;

    /// <inheritdoc/>
    public override void CollectExpired()
    {
        if (!Set.HasTimers || Set.CollectedAt == Scope.Now || !Scope.CoversAll && !Scope.CoversNone)
            return;
        Set.CollectedAt = Scope.Now;
        int budget = Scope.CoversAll ? MostExpired : int.MaxValue;
        foreach (Shard shard in Set.Shards)
        {
            if (shard.Expires == 0)
                continue;
            lock (shard.Gate)
                shard.CollectExactly(Scope.Now, ref budget);
        }

        Scope.Generation++;
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> tag, out TagFacts facts)
    {
        facts = default;
        return Index is { } index && index.TryRead(tag, out facts);
    }

    /// <inheritdoc/>
    public override void Visit<TVisitor>(ReadOnlySpan<byte> tag, ref TVisitor visitor, int most = int.MaxValue)
    {
        EnsureAlone();
        Index?.Visit(tag, Scope, ref visitor, most);
    }

    /// <inheritdoc/>
    public override ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) => Index?.Scan(cursor, count, ref visitor) ?? 0;

    /// <inheritdoc/>
    public override long Remove(ReadOnlySpan<byte> tag)
    {
        EnsureAlone();
        long keys = Index?.RemoveFromAll(tag, Scope.Now) ?? 0;
        Changed(keys);
        return keys;
    }

    /// <inheritdoc/>
    public override TagInvalidationResult Invalidate(TagNames tags, in TagInvalidationOptions how)
    {
        EnsureAlone();
        TagIndex index = Set.OpenTags();
        List<List<byte[]>> groups = Groups(index, tags, how.Cascade);
        TagInvalidationResult result = index.Invalidate(Scope, groups, how, Scope.Now);
        Changed(Math.Max(result.Keys, result.Pending is null ? 0 : 1));
        if (store.Events.HearsOfTags)
            Tell(groups, how, result.Number);
        return result;
    }

    /// <inheritdoc/>
    public override TagLinkResult Link(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        EnsureAlone();
        TagIndex index = Set.OpenTags();
        TagLinkResult result = index.Hierarchy.Link(parent, child);
        index.Settle();
        Changed(result == TagLinkResult.Linked ? 1 : 0);
        return result;
    }

    /// <inheritdoc/>
    public override bool Unlink(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        EnsureAlone();
        bool unlinked = Index is { } index && index.Hierarchy.Unlink(parent, child);
        Index?.Settle();
        Changed(unlinked ? 1 : 0);
        return unlinked;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> ChildrenOf(ReadOnlySpan<byte> parent) => Index?.Hierarchy.ChildrenOf(parent) ?? [];

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Parents() => Index?.Hierarchy.Parents() ?? [];

    /// <inheritdoc/>
    public override byte[] TokenOf(TagNames tags) => TagToken.Make(keyspace.Index, store.TagNumber, tags);

    /// <inheritdoc/>
    public override bool? TokenHolds(ReadOnlySpan<byte> token) => TagToken.Holds(token, keyspace.Index, Set);

    private static List<List<byte[]>> Groups(TagIndex index, TagNames tags, bool cascade)
    {
        HashSet<byte[]> seen = new(TagHierarchy.Comparer);
        List<List<byte[]>> groups = [];
        for (int i = 0; i < tags.Count; i++)
        {
            byte[] tag = tags[i].ToArray();
            if (!seen.Add(tag))
                continue;
            HashSet<byte[]> group = new(TagHierarchy.Comparer) { tag };
            if (cascade)
                index.Hierarchy.AddDescendants(tag, group);
            groups.Add([.. group]);
        }

        return groups;
    }

    private void Tell(List<List<byte[]>> groups, in TagInvalidationOptions how, long number)
    {
        HashSet<byte[]> all = new(TagHierarchy.Comparer);
        foreach (List<byte[]> group in groups)
            all.UnionWith(group);
        store.Events.TagsInvalidated(new TagInvalidation(keyspace.Index, number, Scope.Now,
            [.. all.Select(static tag => (ReadOnlyMemory<byte>)tag)], how, Scope.Context.Client));
    }

    private void Changed(long changes)
    {
        Scope.Context.ChangeCount += changes;
        Scope.Generation++;
    }

    private void EnsureAlone()
    {
        if (!Scope.CoversAll)
            throw new InvalidOperationException("Only a call that runs alone may do this.");
    }
}
