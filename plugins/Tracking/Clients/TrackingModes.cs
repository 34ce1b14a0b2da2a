namespace CacheStorm.Plugins.Tracking;

/// <summary>How a client is tracked: CLIENT TRACKING's options.</summary>
[Flags]
internal enum TrackingModes
{
    None = 0,
    /// <summary>It is tracked at all.</summary>
    On = 1 << 0,
    /// <summary>It hears of all keys with its prefixes, read or not.</summary>
    Broadcast = 1 << 1,
    /// <summary>Only what it reads after CLIENT CACHING YES is remembered.</summary>
    OptIn = 1 << 2,
    /// <summary>What it reads after CLIENT CACHING NO is not remembered.</summary>
    OptOut = 1 << 3,
    /// <summary>It does not hear of its own changes.</summary>
    NoLoop = 1 << 4,
}
