using CacheStorm.Host.Plugins;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Server;

/// <summary>
/// Takes plugins' data types and eviction policies in. Guarded by its lock; the store's present policy is one word.
/// </summary>
internal sealed class StoreContributions : IContributionReceiver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EvictionPolicy> _policies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _ownedBy = [];
    private readonly Dictionary<string, DataType[]> _typesOf = [];

    public StoreContributions() => _policies[NoEviction.Instance.Name] = NoEviction.Instance;

    /// <summary>Set before the first plugin comes.</summary>
    public Store Store { get; set; } = null!;

    /// <summary>The words that <c>maxmemory-policy</c> takes; learns those of plugins. Set before the first plugin comes.</summary>
    public ChoiceFormat? PolicyWords { get; set; }

    public IReadOnlyCollection<string> PolicyNames
    {
        get
        {
            lock (_gate)
                return [.. _policies.Keys];
        }
    }

    public string? Add(string pluginId, IReadOnlyList<object> contributions)
    {
        lock (_gate)
        {
            foreach (EvictionPolicy policy in contributions.OfType<EvictionPolicy>())
            {
                if (_policies.ContainsKey(policy.Name) && policy.Name != NoEviction.Instance.Name)
                    return $"the eviction policy {policy.Name} is there already; rename it, or leave one of the plugins out";
            }
            foreach (DataType type in contributions.OfType<DataType>())
            {
                if (Store.Types.Find(type.Name) is not null)
                    return $"the data type {type.Name} is there already; rename it, or leave one of the plugins out";
            }
            var names = new List<string>();
            foreach (EvictionPolicy policy in contributions.OfType<EvictionPolicy>())
            {
                _policies[policy.Name] = policy;
                names.Add(policy.Name);
                PolicyWords?.Add(policy.Name);
            }
            _ownedBy[pluginId] = names;
            _typesOf[pluginId] = [.. contributions.OfType<DataType>()];
            foreach (DataType type in _typesOf[pluginId])
                Store.Types.Register(type);
            return null;
        }
    }

    public void Remove(string pluginId)
    {
        lock (_gate)
        {
            if (!_ownedBy.Remove(pluginId, out List<string>? names))
                return;
            foreach (string name in names)
            {
                _policies.Remove(name);
                if (Store.Policy.Name == name)
                    Store.Policy = NoEviction.Instance;
                Store.Directory.ForEach(space =>
                {
                    if (space.OwnPolicy?.Name == name)
                        space.LosePolicy(NoEviction.Instance);
                });
            }
            _policies.TryAdd(NoEviction.Instance.Name, NoEviction.Instance);
        }
    }

    /// <inheritdoc/>
    public string? FindObstacle(PluginExchange exchange)
    {
        IReadOnlyList<object> coming = exchange.Successor?.Parts.Contributions ?? [];
        lock (_gate)
        {
            List<string> ownPolicies = _ownedBy.GetValueOrDefault(exchange.Id) ?? [];
            foreach (EvictionPolicy policy in coming.OfType<EvictionPolicy>())
            {
                if (_policies.ContainsKey(policy.Name) && policy.Name != NoEviction.Instance.Name && !ownPolicies.Contains(policy.Name))
                    return $"the eviction policy {policy.Name} is there already; rename it";
            }

            foreach (string name in ownPolicies)
            {
                if (name != NoEviction.Instance.Name && IsInUse(name) && !coming.OfType<EvictionPolicy>().Any(p => p.Name == name))
                    return $"the eviction policy {name} is in use; choose another one first (CONFIG SET maxmemory-policy, NSCONFIG)";
            }

            DataType[] ownTypes = _typesOf.GetValueOrDefault(exchange.Id) ?? [];
            foreach (DataType type in coming.OfType<DataType>())
            {
                if (Store.Types.Find(type.Name) is { } known && Array.IndexOf(ownTypes, known) < 0)
                    return $"the data type {type.Name} is there already; rename it";
            }
        }

        return null;
    }

    /// <summary>Exchanges types and policies. Living values were looked after by the <see cref="ValueCarrier"/>.</summary>
    public void Exchange(PluginExchange exchange)
    {
        IReadOnlyList<object> coming = exchange.Successor?.Parts.Contributions ?? [];
        lock (_gate)
        {
            foreach (string name in _ownedBy.GetValueOrDefault(exchange.Id) ?? [])
                _policies.Remove(name);
            _policies.TryAdd(NoEviction.Instance.Name, NoEviction.Instance);
            _ownedBy.Remove(exchange.Id);
            foreach (DataType type in _typesOf.GetValueOrDefault(exchange.Id) ?? [])
                Store.Types.Remove(type);
            _typesOf.Remove(exchange.Id);
            if (exchange.Successor is null)
                return;

            var names = new List<string>();
            foreach (EvictionPolicy policy in coming.OfType<EvictionPolicy>())
            {
                _policies[policy.Name] = policy;
                names.Add(policy.Name);
                PolicyWords?.Add(policy.Name);
            }

            _ownedBy[exchange.Id] = names;
            _typesOf[exchange.Id] = [.. coming.OfType<DataType>()];
            foreach (DataType type in _typesOf[exchange.Id])
                Store.Types.Register(type);
            FollowPolicies();
        }
    }

    /// <summary>Whoever uses a policy uses the one that bears its name now.</summary>
    private void FollowPolicies()
    {
        if (_policies.TryGetValue(Store.Policy.Name, out EvictionPolicy? own) && own != Store.Policy)
            Store.Policy = own;
        Store.Directory.ForEach(space =>
        {
            if (space.OwnPolicy is { } old && _policies.TryGetValue(old.Name, out EvictionPolicy? renewed) && renewed != old)
                space.LosePolicy(renewed);
        });
    }

    private bool IsInUse(string name)
    {
        bool found = Store.Policy.Name == name;
        Store.Directory.ForEach(space => found |= space.OwnPolicy?.Name == name);
        return found;
    }

    /// <summary>The policy of a name, or null.</summary>
    public EvictionPolicy? Find(string name)
    {
        lock (_gate)
            return _policies.GetValueOrDefault(name);
    }

    /// <summary>Makes a policy the store's.</summary>
    /// <returns>Null when done; else why not.</returns>
    public string? Use(string name)
    {
        lock (_gate)
        {
            if (!_policies.TryGetValue(name, out EvictionPolicy? policy))
                return $"no loaded plugin has the eviction policy '{name}'";
            Store.Policy = policy;
            return null;
        }
    }
}

/// <summary>What holds while no plugin brings anything else: nothing goes, writes are refused.</summary>
internal sealed class NoEviction : EvictionPolicy
{
    public static readonly NoEviction Instance = new();

    public override string Name => "noeviction";

    public override bool Evicts => false;

    public override double Score(in EvictionCandidate candidate) => 0;
}
