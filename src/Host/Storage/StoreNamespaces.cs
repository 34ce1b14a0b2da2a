using System.Text;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Plugins;
using CacheStorm.Host.Server;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.Host.Storage;

/// <summary>The namespaces as plugins see them.</summary>
internal sealed class StoreNamespaces(Engine engine, StoreContributions policies) : INamespaces
{
    private readonly Store _store = engine.Store;

    /// <inheritdoc/>
    public int DatabaseCount => _store.Databases;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Policies => policies.PolicyNames;

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceStatistics> All()
    {
        List<NamespaceStatistics> all = [];
        foreach (Namespace? space in _store.Spaces)
        {
            if (space is { IsRetired: false })
                all.Add(space.Statistics(_store.Now));
        }

        return all;
    }

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> name, out int index)
    {
        Namespace? space = _store.Directory.Find(name);
        index = space?.Index ?? 0;
        return space is not null;
    }

    /// <inheritdoc/>
    public string? NameOf(int index) => _store.LiveSpace(index)?.Name;

    /// <inheritdoc/>
    public NamespaceStatistics? Read(int index) => _store.LiveSpace(index)?.Statistics(_store.Now);

    /// <inheritdoc/>
    public NamespaceChange Create(CommandContext context, ReadOnlySpan<byte> name, in NamespaceOptions options)
    {
        EnsureAlone(context);
        if (_store.Directory.Find(name) is not null)
            return NamespaceChange.AlreadyExists;
        if (!NamespaceName.IsValid(name) || NamespaceName.TryGetNumber(name, out _))
            return NamespaceChange.InvalidName;
        if (!TryGetPolicy(options, out EvictionPolicy? policy))
            return NamespaceChange.NoSuchPolicy;
        _store.Configure(_store.Directory.Add(Encoding.ASCII.GetString(name)), options, policy);
        CounterOf(context).ChangeCount++;
        return NamespaceChange.Done;
    }

    /// <inheritdoc/>
    public NamespaceChange Delete(CommandContext context, ReadOnlySpan<byte> name)
    {
        EnsureAlone(context);
        if (_store.Directory.Find(name) is not { } space)
            return NamespaceChange.NotFound;
        if (space.Index == 0)
            return NamespaceChange.NotAllowed;

        // Who waits for its keys is asked once more, as when they are flushed, and then told that there is nothing to wait for.
        _store.Delete(ScopeOf(context), space);
        foreach (Session session in engine.Sessions.All())
        {
            if (session.Namespace == space.Index)
                session.Namespace = 0;
            session.EndParkedIn(space.Index, static call => call.Reply.Error("UNBLOCKED the namespace was deleted"u8));
        }

        CounterOf(context).ChangeCount++;
        return NamespaceChange.Done;
    }

    /// <inheritdoc/>
    public void Declare(string setting, string name, in NamespaceOptions options)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (!TryGetPolicy(options, out EvictionPolicy? policy))
            throw new PluginSettingsException($"{setting}: namespace {name}: no loaded plugin has the eviction policy '{options.Policy}'");
        Namespace? space = _store.Directory.Find(bytes);
        if (space is null && (!NamespaceName.IsValid(bytes) || NamespaceName.TryGetNumber(bytes, out _)))
            throw new PluginSettingsException($"{setting}: namespace {name}: there are {_store.Databases} numbered ones");
        _store.Configure(space ?? _store.Directory.Add(name), options, policy);
    }

    /// <inheritdoc/>
    public ulong Scan<TVisitor>(CommandContext context, int index, ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : struct, IEntryVisitor, allows ref struct
    {
        StoreScope scope = ((StoreKeyspace)context.Keyspace).Scope;
        if (!scope.CoversAll && !scope.CoversNone)
            throw new InvalidOperationException("A call that holds keys may not walk through another namespace.");
        return _store.LiveSpace(index) is null ? 0
            : ((CallFrame)context.Frame!).Worker.View(index).Scan(cursor, count, ref visitor);
    }

    /// <inheritdoc/>
    public bool TryMakeRoom(CommandContext context, int index)
    {
        EnsureAlone(context);
        return engine.Memory.TryMakeRoomIn(ScopeOf(context), _store.Space(index)!);
    }

    /// <inheritdoc/>
    public void Swap(CommandContext context, int first, int second)
    {
        EnsureAlone(context);
        if (_store.LiveSpace(first) is not { } one || _store.LiveSpace(second) is not { } other)
            throw new ArgumentOutOfRangeException(nameof(first), "There is no such namespace.");
        _store.Swap(ScopeOf(context), one, other);
        CounterOf(context).ChangeCount++;
    }

    /// <inheritdoc/>
    public long ClearAll(CommandContext context, bool inBackground)
    {
        EnsureAlone(context);
        long count = 0;
        foreach (Namespace? space in _store.Spaces)
        {
            if (space is { IsRetired: false })
                count += _store.Clear(ScopeOf(context), space, inBackground);
        }

        CounterOf(context).ChangeCount += count;
        return count;
    }

    private bool TryGetPolicy(in NamespaceOptions options, out EvictionPolicy? policy)
    {
        policy = options.Policy is null ? null : policies.Find(options.Policy);
        return policy is not null || options.Policy is null;
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
