namespace CacheStorm.Host.Configuration;

/// <summary>Who may use a dangerous command.</summary>
public enum AccessScope
{
    /// <summary>Nobody.</summary>
    No,

    /// <summary>Everybody.</summary>
    Yes,

    /// <summary>Clients on this machine.</summary>
    Local,
}
