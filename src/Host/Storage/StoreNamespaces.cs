using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.Host.Storage;

/// <summary>The namespaces as plugins see them.</summary>
internal sealed class StoreNamespaces(Store store) : INamespaces
{
    /// <inheritdoc/>
    public int DatabaseCount => store.Databases;

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceStatistics> All()
    {
        List<NamespaceStatistics> all = [];
        for (int i = 0; i < store.Databases; i++)
        {
            if (store.ExistingSpace(i) is { } space)
                all.Add(space.Statistics(store.Now));
        }

        return all;
    }

    /// <inheritdoc/>
    public void Swap(CommandContext context, int first, int second)
    {
        EnsureAlone(context);
        if (store.Space(first) is not { } one || store.Space(second) is not { } other)
            throw new ArgumentOutOfRangeException(nameof(first), "There is no such namespace.");
        store.Swap(ScopeOf(context), one, other);
        CounterOf(context).ChangeCount++;
    }

    /// <inheritdoc/>
    public long ClearAll(CommandContext context, bool inBackground)
    {
        EnsureAlone(context);
        long count = 0;
        for (int i = 0; i < store.Databases; i++)
        {
            if (store.ExistingSpace(i) is { } space)
                count += store.Clear(ScopeOf(context), space, inBackground);
        }

        CounterOf(context).ChangeCount += count;
        return count;
    }

    // All levels of a call count in the outermost one's context.
    private static CommandContext CounterOf(CommandContext context) => (context.Keyspace as StoreKeyspace)?.Scope.Context ?? context;

    // The call's scope; what it has found before is stale from here on.
    private static StoreScope? ScopeOf(CommandContext context)
    {
        StoreScope? scope = (context.Keyspace as StoreKeyspace)?.Scope;
        if (scope is not null)
            scope.Generation++;
        return scope;
    }

    private static void EnsureAlone(CommandContext context)
    {
        if (!context.IsExclusive)
            throw new InvalidOperationException("Only a call that runs alone may do this.");
    }
}
