namespace CacheStorm.Host.Configuration;

/// <summary>How a signal shuts the server down.</summary>
[Flags]
public enum ShutdownOptions
{
    /// <summary>As SHUTDOWN without options.</summary>
    Default = 0,

    /// <summary>Saves even where nothing asks for it.</summary>
    Save = 1,

    /// <summary>Doesn't save.</summary>
    NoSave = 2,

    /// <summary>Doesn't wait for replicas.</summary>
    Now = 4,

    /// <summary>Goes on where saving fails.</summary>
    Force = 8,
}
