namespace CacheStorm.Host.Configuration;

/// <summary>Whether a TLS client must show a certificate.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for.</summary>
    No,

    /// <summary>One is demanded.</summary>
    Yes,

    /// <summary>One is asked for, and checked when it is shown.</summary>
    Optional,
}
