using System.Security.Authentication;
using CacheStorm.Host.Configuration;
using CacheStorm.Host.Network;
using ClientCertificates = CacheStorm.Host.Network.ClientCertificates;
using TlsSettings = CacheStorm.Host.Network.TlsSettings;

namespace CacheStorm.Host.Server;

/// <summary>The settings in the form that the network takes.</summary>
internal static class NetworkMapping
{
    /// <summary>
    /// One for each two processors: the kernel's network stack and whatever else runs on the machine want the others. With two processors, one worker
    /// served more, at a third of the p99, than two did.
    /// </summary>
    private static int DefaultIoThreads => Math.Max(1, Environment.ProcessorCount / 2);

    public static NetworkSettings From(HostSettings settings)
    {
        ServerSettings server = settings.Server;
        return new NetworkSettings
        {
            Bind = server.Bind,
            Port = server.Port,
            TlsPort = settings.Tls.Port,
            Tls = settings.Tls.Port == 0 ? null : TlsFrom(settings.Tls),
            UnixSocket = server.UnixSocket.Length == 0 ? null : server.UnixSocket,
            UnixSocketPermissions = server.UnixSocketPermissions == 0 ? null : (UnixFileMode)server.UnixSocketPermissions,
            Backlog = server.TcpBacklog,
            IoThreads = server.IoThreads == 0 ? DefaultIoThreads : server.IoThreads,
            MaxConnections = (int)Math.Min(int.MaxValue, server.MaxConnections),
            TcpKeepAliveSeconds = server.TcpKeepAlive,
            IdleTimeoutSeconds = server.IdleTimeout,
        };
    }

    public static void ApplyLimits(HostSettings settings, NetworkServer network)
    {
        network.MaxConnections = (int)Math.Min(int.MaxValue, settings.Server.MaxConnections);
        network.IdleTimeoutSeconds = settings.Server.IdleTimeout;
        network.TcpKeepAliveSeconds = settings.Server.TcpKeepAlive;
        network.Limits.MaxBulkLength = settings.Limits.MaxBulkLength;
        network.Limits.QueryBufferLimit = settings.Limits.QueryBuffer;
        OutputBufferLimits limits = settings.Limits.OutputBuffers;
        network.OutputLimits[OutputClass.Normal] = LimitFrom(limits.Normal);
        network.OutputLimits[OutputClass.Replica] = LimitFrom(limits.Replica);
        network.OutputLimits[OutputClass.PubSub] = LimitFrom(limits.PubSub);
    }

    private static OutputLimit LimitFrom(OutputBufferLimit limit) =>
        new(limit.Hard, limit.Soft, (int)Math.Min(int.MaxValue, limit.SoftSeconds));

    private static TlsSettings TlsFrom(Configuration.TlsSettings tls) => new()
    {
        CertificateFile = tls.CertFile,
        KeyFile = tls.KeyFile,
        KeyPassword = tls.KeyFilePass.Length == 0 ? null : tls.KeyFilePass,
        CaCertificateFile = tls.CaCertFile.Length == 0 ? null : tls.CaCertFile,
        CaCertificateDirectory = tls.CaCertDir.Length == 0 ? null : tls.CaCertDir,
        ClientCertificates = Enum.Parse<ClientCertificates>(tls.AuthClients.ToString()),
        Protocols = ProtocolsFrom(tls.Protocols),
    };

    private static SslProtocols ProtocolsFrom(string text)
    {
        SslProtocols protocols = SslProtocols.None;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            protocols |= word.ToUpperInvariant() switch
            {
                "TLSV1.3" => SslProtocols.Tls13,
                _ => SslProtocols.Tls12,
            };
        }
        return protocols == SslProtocols.None ? SslProtocols.Tls12 | SslProtocols.Tls13 : protocols;
    }
}
