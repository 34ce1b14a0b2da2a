using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Startup;

/// <summary>Every way in: IPv4, IPv6, unix socket, TLS.</summary>
public sealed class ListeningTests
{
    [SkippableFact]
    public void A_unix_socket()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cachestorm-socket-");
        try
        {
            string path = Path.Combine(folder.FullName, "s");
            using (ServerProcess server = ServerProcess.LaunchOurs(["--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--save", ""]))
            {
                Assert.True(server.AwaitReady(() => RespConnection.ToUnixSocket(path)), server.Said);
                using RespConnection connection = RespConnection.ToUnixSocket(path);
                Assert.Equal("OK", connection.Ask("SET", "k", "v").Text);
                Assert.Equal("v", connection.Ask("GET", "k").Text);
                Assert.Contains($"addr={path}:0", connection.Ask("CLIENT", "INFO").Text);
                Assert.Equal("v\n", RedisCli.Run(["-s", path, "get", "k"]).Output);
                if (!OperatingSystem.IsWindows())
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
                server.Signal(15);
                server.AwaitExit();
            }
            Assert.False(File.Exists(path), "the socket is left behind");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void IPv6()
    {
        int port = Ports.Free();
        if (!LoopbackHasIPv6())
        {
            // Nothing to connect to here; an address with a dash may be missing then, and the server starts all the same.
            using ServerProcess without = ServerProcess.LaunchOurs(["--port", $"{port}", "--bind", "127.0.0.1 -::1", "--save", ""], port);
            Assert.True(without.AwaitReady(), without.Said);
            return;
        }
        using ServerProcess server = ServerProcess.LaunchOurs(["--port", $"{port}", "--bind", "127.0.0.1 ::1", "--save", ""], port);
        Assert.True(server.AwaitReady(), server.Said);
        using RespConnection connection = RespConnection.To(new IPEndPoint(IPAddress.IPv6Loopback, port));
        Assert.Equal("PONG", connection.Ask("PING").Text);
        Assert.Contains("addr=[::1]:", connection.Ask("CLIENT", "INFO").Text);
    }

    [SkippableFact]
    public void Only_the_address_that_was_bound_listens()
    {
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["--port", $"{port}", "--bind", "127.0.0.2", "--save", ""], port);
        Assert.True(server.AwaitReady(() => RespConnection.To(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port))), server.Said);
        Assert.ThrowsAny<System.Net.Sockets.SocketException>(() => RespConnection.ToPort(port));
    }

    [SkippableFact]
    public void TLS()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cachestorm-tls-");
        try
        {
            (string certificate, string key) = WriteCertificate(folder.FullName);
            int port = Ports.Free();
            using ServerProcess server = ServerProcess.LaunchOurs(
                ["--port", "0", "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key,
                    "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no", "--save", ""], port);
            Assert.True(server.AwaitReady(() => RespConnection.ToTlsPort(port)), server.Said);

            using RespConnection connection = RespConnection.ToTlsPort(port);
            string large = new('x', 3_000_000);
            Assert.Equal("OK", connection.Ask("SET", "large", large).Text);
            Assert.Equal(large, connection.Ask("GET", "large").Text);
            connection.Send(string.Concat(Enumerable.Repeat("INCR n\r\n", 1000)));
            for (int i = 1; i <= 1000; i++)
                Assert.Equal(i, RespValue.Parse(connection.ReadReply()).Integer);

            RedisCli.Outcome outcome = RedisCli.Run(["--tls", "--cacert", certificate, "-h", "localhost", "-p", $"{port}", "ping"]);
            Assert.Equal("PONG\n", outcome.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void TLS_can_ask_clients_for_their_certificate()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cachestorm-tls-");
        try
        {
            (string certificate, string key) = WriteCertificate(folder.FullName);
            int port = Ports.Free();
            using ServerProcess server = ServerProcess.StartOurs(
                "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key,
                "--tls-ca-cert-file", certificate, "--tls-auth-clients", "yes");

            string[] shown = ["--tls", "--cacert", certificate, "-h", "localhost", "-p", $"{port}"];
            Assert.NotEqual("PONG\n", RedisCli.Run([.. shown, "ping"]).Output);
            Assert.Equal("PONG\n", RedisCli.Run([.. shown, "--cert", certificate, "--key", key, "ping"]).Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void Beyond_the_limit_a_connection_is_told_so()
    {
        using ServerProcess server = ServerProcess.StartOurs("--maxclients", "5");
        RespConnection[] connections = [.. Enumerable.Range(0, 5).Select(_ => server.Connect())];
        foreach (RespConnection connection in connections)
            Assert.Equal("PONG", connection.Ask("PING").Text);

        using (RespConnection refused = server.Connect())
        {
            Assert.Equal("-ERR max number of clients reached\r\n", System.Text.Encoding.Latin1.GetString(refused.ReadReply()));
            Assert.True(refused.IsClosedByServer());
        }

        connections[0].Dispose();
        Eventually.True(() => Answers(server), "a place becomes free");
        foreach (RespConnection connection in connections)
            connection.Dispose();
    }

    private static bool Answers(ServerProcess server)
    {
        using RespConnection connection = server.Connect();
        try
        {
            return connection.Ask("PING").Text == "PONG";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool LoopbackHasIPv6() =>
        System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(address => address.Address.Equals(IPAddress.IPv6Loopback));

    internal static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));

        string certificatePath = Path.Combine(folder, "server.crt");
        string keyPath = Path.Combine(folder, "server.key");
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
