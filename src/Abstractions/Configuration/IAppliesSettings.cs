namespace CacheStorm;

/// <summary>A settings class that checks how its settings fit together, or acts when they changed.</summary>
public interface IAppliesSettings
{
    /// <summary>
    /// Called when the settings have been read, and after each CONFIG SET that changed one of them.
    /// </summary>
    /// <returns>Null when all is well; else what is wrong, and every value goes back to what it was.</returns>
    string? Apply();
}
