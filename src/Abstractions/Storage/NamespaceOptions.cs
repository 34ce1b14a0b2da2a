namespace CacheStorm;

/// <summary>What holds for one namespace alone.</summary>
/// <param name="DefaultTtl">The expiry of keys that are stored without one, in milliseconds from then; 0: they don't expire.</param>
/// <param name="MaxMemory">Bytes that its entries may take, their share of tables included; 0: no quota.</param>
/// <param name="Policy">The name of the eviction policy that chooses among its entries; null: the server's.</param>
public readonly record struct NamespaceOptions(long DefaultTtl, long MaxMemory, string? Policy)
{
    /// <summary>The longest default expiry, in milliseconds: some 30,000 years.</summary>
    public const long LongestTtl = 1_000_000_000_000_000;
}

/// <summary>What became of a wish to make, set up or delete a namespace.</summary>
public enum NamespaceChange
{
    /// <summary>It was done.</summary>
    Done,
    /// <summary>There is no namespace of this name.</summary>
    NotFound,
    /// <summary>There is one of this name already.</summary>
    AlreadyExists,
    /// <summary>This is no name for a namespace (see <see cref="NamespaceName"/>).</summary>
    InvalidName,
    /// <summary>No loaded plugin has the eviction policy.</summary>
    NoSuchPolicy,
    /// <summary><c>default</c> can't be deleted.</summary>
    NotAllowed,
}
