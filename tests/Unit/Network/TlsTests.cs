using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

public sealed class TlsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cachestorm-tls-").FullName;
    private readonly X509Certificate2 _client;
    private readonly X509Certificate2 _stranger;

    public TlsTests()
    {
        X509Certificate2 authority = Authority("CN=authority");
        Save(Issue("CN=localhost", authority), "server");
        File.WriteAllText(FileOf("ca.crt"), authority.ExportCertificatePem());
        _client = Issue("CN=client", authority);
        _stranger = Issue("CN=stranger", Authority("CN=elsewhere"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Requests_are_answered_over_TLS()
    {
        await using TestServer server = Start(ClientCertificates.No);
        await using SslStream stream = await ConnectAsync(server, null);
        await stream.WriteAsync("PING\r\nBIG 100000\r\nQUIT\r\n"u8.ToArray());
        using var all = new MemoryStream();
        await stream.CopyToAsync(all).WaitAsync(TimeSpan.FromSeconds(10));
        string heard = Encoding.Latin1.GetString(all.ToArray());
        Assert.StartsWith("+PONG\r\n$100000\r\n", heard);
        Assert.EndsWith("+OK\r\n", heard);
        EchoSession session = await server.SessionAsync();
        Assert.True(session.Connection.IsTls);
    }

    [Theory]
    [InlineData(ClientCertificates.No, "none", true)]
    [InlineData(ClientCertificates.Optional, "none", true)]
    [InlineData(ClientCertificates.Optional, "client", true)]
    [InlineData(ClientCertificates.Optional, "stranger", false)]
    [InlineData(ClientCertificates.Yes, "client", true)]
    [InlineData(ClientCertificates.Yes, "none", false)]
    [InlineData(ClientCertificates.Yes, "stranger", false)]
    public async Task Client_certificates_are_asked_for_as_told(object mode, string shown, bool welcome)
    {
        await using TestServer server = Start((ClientCertificates)mode);
        bool answered = false;
        try
        {
            X509Certificate2? certificate = shown switch { "client" => _client, "stranger" => _stranger, _ => null };
            await using SslStream stream = await ConnectAsync(server, certificate);
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            answered = await stream.ReadAsync(new byte[7]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)) > 0;
            if (answered && shown == "client")
                Assert.Equal("CN=client", (await server.SessionAsync()).Connection.CertificateSubject);
        }
        catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Turned away in the handshake or right behind it.
        }
        Assert.Equal(welcome, answered);
        await server.NobodyLeftAsync();
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var settings = new TlsSettings
        {
            CertificateFile = FileOf("nothing.crt"), KeyFile = FileOf("server.key"), ClientCertificates = ClientCertificates.No,
        };
        var failure = Assert.Throws<ListenException>(() => CacheStorm.Host.Network.Pipes.TlsContext.Load(settings));
        Assert.Contains("nothing.crt", failure.Message);
    }

    [Fact]
    public async Task Who_speaks_no_TLS_is_let_go()
    {
        await using TestServer server = Start(ClientCertificates.No);
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\nPING\r\n");
        await client.HearAsync(64);
        await server.NobodyLeftAsync();
    }

    private TestServer Start(ClientCertificates mode) => new(portable: false, settings => settings with
    {
        Port = 0,
        TlsPort = -1,
        Tls = new TlsSettings
        {
            CertificateFile = FileOf("server.crt"),
            KeyFile = FileOf("server.key"),
            CaCertificateFile = FileOf("ca.crt"),
            ClientCertificates = mode,
        },
    });

    private static async Task<SslStream> ConnectAsync(TestServer server, X509Certificate2? certificate)
    {
        Socket socket = await server.ConnectAsync();
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificateContext = certificate is null ? null
                : SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        return stream;
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
    }

    private static X509Certificate2 Issue(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using X509Certificate2 issued = request.Create(
            authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private void Save(X509Certificate2 certificate, string name)
    {
        File.WriteAllText(FileOf(name + ".crt"), certificate.ExportCertificatePem());
        File.WriteAllText(FileOf(name + ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private string FileOf(string name) => Path.Combine(_directory, name);
}
