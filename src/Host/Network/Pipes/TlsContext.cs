using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CacheStorm.Host.Network.Pipes;

/// <summary>Certificates and rules of the TLS listener, read once and shared by all handshakes.</summary>
internal sealed class TlsContext
{
    private readonly SslServerAuthenticationOptions _options;
    private readonly X509Certificate2Collection _authorities;
    private readonly ClientCertificates _clients;

    private TlsContext(TlsSettings settings, SslStreamCertificateContext certificate, X509Certificate2Collection authorities)
    {
        _clients = settings.ClientCertificates;
        _authorities = authorities;
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            ClientCertificateRequired = _clients != ClientCertificates.No,
            RemoteCertificateValidationCallback = (_, shown, _, _) => Accepts(shown),
            EnabledSslProtocols = settings.Protocols,
            CipherSuitesPolicy = settings.CipherSuites,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
    }

    /// <exception cref="ListenException">A file is missing or isn't what it should be; the message names it.</exception>
    public static TlsContext Load(TlsSettings settings)
    {
        string reading = settings.CertificateFile;
        try
        {
            X509Certificate2 own = settings.KeyPassword is { Length: > 0 } password
                ? X509Certificate2.CreateFromEncryptedPemFile(settings.CertificateFile, password, settings.KeyFile)
                : X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.CertificateFile);

            var authorities = new X509Certificate2Collection();
            if (settings.CaCertificateFile is { Length: > 0 } file)
            {
                reading = file;
                authorities.ImportFromPemFile(file);
                chain.AddRange(authorities);
            }
            if (settings.CaCertificateDirectory is { Length: > 0 } directory)
            {
                reading = directory;
                foreach (string entry in Directory.EnumerateFiles(directory))
                    authorities.ImportFromPemFile(entry);
            }
            if (settings.ClientCertificates != ClientCertificates.No && authorities.Count == 0)
            {
                throw new ListenException(
                    "Client certificates are asked for, but there is no CA certificate to check them against.");
            }
            return new TlsContext(settings, SslStreamCertificateContext.Create(own, chain, offline: true), authorities);
        }
        catch (Exception failure) when (failure is CryptographicException or UnauthorizedAccessException
            || (failure is IOException and not ListenException))
        {
            throw new ListenException($"Could not load {reading} or its key for TLS: {failure.Message}", failure);
        }
    }

    public async Task<SslStream> HandshakeAsync(Stream transport, CancellationToken cancellation)
    {
        var stream = new SslStream(transport, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsServerAsync(_options, cancellation).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private bool Accepts(X509Certificate? shown)
    {
        if (shown is null)
            return _clients != ClientCertificates.Yes;
        if (_clients == ClientCertificates.No)
            return true;
        using var certificate = new X509Certificate2(shown);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}
