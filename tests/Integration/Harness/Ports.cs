using System.Net;
using System.Net.Sockets;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>Ports that were free a moment ago; whoever loses the race to one asks again.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
