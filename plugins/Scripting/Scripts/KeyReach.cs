namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>What is known of the keys that a script touches.</summary>
internal enum KeyReach
{
    /// <summary>It has not run yet.</summary>
    Unknown,
    /// <summary>Up to now, those that its callers declared.</summary>
    Declared,
    /// <summary>Others, too: it runs alone.</summary>
    Beyond,
}
