using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;
using CacheStorm.IntegrationTests.Startup;

namespace CacheStorm.IntegrationTests.PubSub;

/// <summary>Over TLS connections are served by pool threads: publishers and subscribers on each other's workers must not lock each other out.</summary>
public sealed class TlsSubscriberTests
{
    [SkippableFact]
    public void Clients_publish_to_each_other_over_TLS()
    {
        const int messages = 500;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cachestorm-tls-");
        try
        {
            (string certificate, string key) = ListeningTests.WriteCertificate(folder.FullName);
            int port = Ports.Free();
            using ServerProcess server = ServerProcess.StartOurs("--io-threads", "4",
                "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
            using var ready = new Barrier(4);
            Words.AtOnce(4, number =>
            {
                using RespConnection subscriber = RespConnection.ToTlsPort(port);
                using RespConnection publisher = RespConnection.ToTlsPort(port);
                subscriber.Do("SUBSCRIBE", "all");
                ready.SignalAndWait();
                for (int i = 0; i < messages; i++)
                    Assert.Equal("4", publisher.Do("PUBLISH", "all", string.Create(CultureInfo.InvariantCulture, $"{number}:{i}")));
                var next = new int[4];
                for (int i = 0; i < messages * 4; i++)
                {
                    string[] message = subscriber.Read().Items[2].Text!.Split(':');
                    Assert.Equal($"{next[message[0][0] - '0']++}", message[1]);
                }
                ready.SignalAndWait(); // nobody leaves before all are done
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
