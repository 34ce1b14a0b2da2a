namespace CacheStorm.Host.Configuration;

/// <summary>Encrypted connections.</summary>
public sealed class TlsSettings
{
    private const string NoSession = "here: the platform decides about resuming sessions";

    [ConfigSetting("tls-port", Yaml = "port", Min = 0, Max = 65535, Mutable = true, Summary = "TCP port for TLS; 0 listens on none.")]
    public int Port { get; private set; }

    [ConfigSetting("tls-cert-file", Yaml = "cert_file", Mutable = true, Summary = "The server's certificate, PEM.")]
    public string CertFile { get; private set; } = "";

    [ConfigSetting("tls-key-file", Yaml = "key_file", Mutable = true, Summary = "The certificate's private key, PEM.")]
    public string KeyFile { get; private set; } = "";

    [ConfigSetting("tls-key-file-pass", Yaml = "key_file_pass", Mutable = true, Sensitive = true, Summary = "The private key's passphrase.")]
    public string KeyFilePass { get; private set; } = "";

    [ConfigSetting("tls-ca-cert-file", Yaml = "ca_cert_file", Mutable = true, Summary = "Certificates of the authorities that sign clients' certificates, PEM.")]
    public string CaCertFile { get; private set; } = "";

    [ConfigSetting("tls-ca-cert-dir", Yaml = "ca_cert_dir", Mutable = true, Summary = "Folder of such certificates.")]
    public string CaCertDir { get; private set; } = "";

    [ConfigSetting("tls-auth-clients", Yaml = "auth_clients", Mutable = true, Summary = "Whether clients must show a certificate.")]
    public ClientCertificates AuthClients { get; private set; } = ClientCertificates.Yes;

    [ConfigSetting("tls-protocols", Yaml = "protocols", Mutable = true, Format = typeof(TlsProtocolsFormat),
        Summary = "Versions of TLS that are allowed; empty for TLSv1.2 and TLSv1.3.")]
    public string Protocols { get; private set; } = "";

    [ConfigSetting("tls-ciphers", Yaml = "ciphers", Mutable = true, Inert = "here: the platform chooses the ciphers", Summary = "Ciphers up to TLSv1.2, as OpenSSL names them.")]
    public string Ciphers { get; private set; } = "";

    [ConfigSetting("tls-ciphersuites", Yaml = "cipher_suites", Mutable = true, Summary = "Cipher suites of TLSv1.3, separated by colons; empty for the platform's.")]
    public string CipherSuites { get; private set; } = "";

    [ConfigSetting("tls-prefer-server-ciphers", Yaml = "prefer_server_ciphers", Mutable = true, Inert = "here: the platform chooses the ciphers", Summary = "The server's order of ciphers counts.")]
    public bool PreferServerCiphers { get; private set; }

    [ConfigSetting("tls-session-caching", Yaml = "session_caching", Mutable = true, Inert = NoSession, Summary = "Lets clients resume a session.")]
    public bool SessionCaching { get; private set; } = true;

    [ConfigSetting("tls-session-cache-size", Yaml = "session_cache_size", Min = 0, Max = int.MaxValue, Mutable = true, Inert = NoSession, Summary = "Sessions kept; 0 is no limit.")]
    public int SessionCacheSize { get; private set; } = 20_480;

    [ConfigSetting("tls-session-cache-timeout", Yaml = "session_cache_timeout", Min = 0, Max = int.MaxValue, Unit = "seconds", Mutable = true, Inert = NoSession, Summary = "How long a session is kept.")]
    public int SessionCacheTimeout { get; private set; } = 300;

    [ConfigSetting("tls-dh-params-file", Yaml = "dh_params_file", Mutable = true, Inert = "here: the platform chooses the parameters", Summary = "Diffie-Hellman parameters.")]
    public string DhParamsFile { get; private set; } = "";
}
