namespace CacheStorm.Host.Configuration;

/// <summary>Which service manager watches the process.</summary>
public enum SupervisionMode
{
    /// <summary>None.</summary>
    No,

    /// <summary>upstart: the process stops itself when ready.</summary>
    Upstart,

    /// <summary>systemd: readiness is told over NOTIFY_SOCKET.</summary>
    Systemd,

    /// <summary>Whichever of the two the environment shows.</summary>
    Auto,
}
