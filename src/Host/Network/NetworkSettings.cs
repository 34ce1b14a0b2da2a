using System.Net.Security;
using System.Security.Authentication;

namespace CacheStorm.Host.Network;

/// <summary>Whether a client has to show a certificate.</summary>
internal enum ClientCertificates
{
    No,
    Optional,
    Yes,
}

/// <summary>How TLS is spoken; files are PEM.</summary>
internal sealed record TlsSettings
{
    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }

    /// <summary>The password of the key file, when it is encrypted.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>Certificates that client certificates must lead to.</summary>
    public string? CaCertificateFile { get; init; }

    /// <summary>A folder with such certificates.</summary>
    public string? CaCertificateDirectory { get; init; }

    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.Yes;

    /// <summary>The versions that are spoken; <see cref="SslProtocols.None"/> leaves it to the system.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The ciphers, null for the system's choice.</summary>
    public CipherSuitesPolicy? CipherSuites { get; init; }
}

/// <summary>Where the server listens and how many threads serve. Fixed while it runs.</summary>
internal sealed record NetworkSettings
{
    /// <summary>Addresses or host names; <c>*</c> and <c>::*</c> are all; a minus in front makes one optional.</summary>
    public IReadOnlyList<string> Bind { get; init; } = ["*", "-::*"];

    /// <summary>0 for no TCP listener; -1 lets the system choose, for tests.</summary>
    public int Port { get; init; } = 6380;

    /// <summary>0 for no TLS listener; -1 lets the system choose, for tests.</summary>
    public int TlsPort { get; init; }

    public TlsSettings? Tls { get; init; }

    public string? UnixSocket { get; init; }

    /// <summary>The permissions of the unix socket; null leaves them to the umask.</summary>
    public UnixFileMode? UnixSocketPermissions { get; init; }

    public int Backlog { get; init; } = 511;

    public int IoThreads { get; init; } = 1;

    /// <summary>Use the portable transport even where there is a better one.</summary>
    public bool Portable { get; init; }

    /// <summary>The first values of what can be changed while it runs: see <see cref="NetworkServer"/>.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Seconds between probes of a silent connection; 0 for none.</summary>
    public int TcpKeepAliveSeconds { get; init; } = 300;

    /// <summary>Seconds after which an idle client is cut off; 0 for never.</summary>
    public int IdleTimeoutSeconds { get; init; }
}
