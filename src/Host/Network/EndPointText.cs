using System.Buffers.Binary;
using System.Net;

namespace CacheStorm.Host.Network;

/// <summary>Addresses as Redis prints them.</summary>
internal static class EndPointText
{
    private const int InternetV4 = 2;
    private const int InternetV6 = 10;

    /// <summary>From the kernel's socket address.</summary>
    public static string From(ReadOnlySpan<byte> address, out bool isLocal)
    {
        isLocal = false;
        if (address.Length < 8)
            return "?:0";
        int port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        IPAddress? ip = BitConverter.ToUInt16(address) switch
        {
            InternetV4 => new IPAddress(address.Slice(4, 4)),
            InternetV6 when address.Length >= 24 => new IPAddress(address.Slice(8, 16)),
            _ => null,
        };
        return ip is null ? "?:0" : From(ip, port, out isLocal);
    }

    public static string From(EndPoint? endPoint, out bool isLocal)
    {
        isLocal = false;
        return endPoint is IPEndPoint ip ? From(ip.Address, ip.Port, out isLocal) : "?:0";
    }

    /// <summary>Both ends of a unix socket are named by its path.</summary>
    public static string FromPath(string path) => path + ":0";

    private static string From(IPAddress address, int port, out bool isLocal)
    {
        isLocal = IPAddress.IsLoopback(address);
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{address}]:{port}"
            : $"{address}:{port}";
    }
}
