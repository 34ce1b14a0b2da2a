using System.Net;
using System.Net.Sockets;

namespace CacheStorm.Host.Network;

/// <summary>An address couldn't be listened on; the message names it.</summary>
internal sealed class ListenException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A bound, listening socket.</summary>
internal sealed class Listener : IDisposable
{
    private Listener(Socket socket, string name, string? unixPath, bool isTls)
    {
        Socket = socket;
        Name = name;
        UnixPath = unixPath;
        IsTls = isTls;
    }

    public Socket Socket { get; }

    /// <summary>The address for people.</summary>
    public string Name { get; }

    /// <summary>The path of a unix socket, null for TCP.</summary>
    public string? UnixPath { get; }

    public bool IsTls { get; }

    public int Port => (Socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>
    /// Listens on all addresses of a bind list. An entry with a minus in front may be missing on this machine.
    /// </summary>
    public static List<Listener> BindAll(IReadOnlyList<string> addresses, int port, int backlog, bool isTls)
    {
        var listeners = new List<Listener>();
        try
        {
            foreach (string entry in addresses)
            {
                bool optional = entry.StartsWith('-');
                string address = optional ? entry[1..] : entry;
                int wanted = port < 0 ? listeners.FirstOrDefault()?.Port ?? 0 : port;
                foreach (IPAddress ip in Resolve(address, optional))
                {
                    if (Bind(ip, wanted, backlog, optional, isTls) is { } listener)
                        listeners.Add(listener);
                }
            }
        }
        catch
        {
            listeners.ForEach(listener => listener.Dispose());
            throw;
        }
        return listeners;
    }

    public static Listener BindUnix(string path, UnixFileMode? permissions, int backlog)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A socket file that a dead process left behind is in the way; anything else at the path is not ours.
            if (File.Exists(path) && IsSocket(path))
                File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (permissions is { } mode && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, mode);
            socket.Listen(backlog);
            return new Listener(socket, path, path, isTls: false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or ArgumentException
            or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new ListenException($"Could not listen on the unix socket {path}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        if (UnixPath is not null)
            File.Delete(UnixPath);
    }

    private static bool IsSocket(string path) =>
        OperatingSystem.IsWindows() || (File.GetAttributes(path) & (FileAttributes.Directory)) == 0 && new FileInfo(path).Length == 0;

    private static IPAddress[] Resolve(string address, bool optional)
    {
        if (address == "*")
            return [IPAddress.Any];
        if (address == "::*")
            return [IPAddress.IPv6Any];
        if (IPAddress.TryParse(address, out IPAddress? parsed))
            return [parsed];
        try
        {
            return Dns.GetHostAddresses(address);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            if (optional)
                return [];
            throw new ListenException($"Could not listen on {address}: {failure.Message}", failure);
        }
    }

    private static Listener? Bind(IPAddress address, int port, int backlog, bool optional, bool isTls)
    {
        var endPoint = new IPEndPoint(address, port);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            // Binding sets SO_REUSEADDR on Unix. Asking for ReuseAddress would add SO_REUSEPORT, and with it two
            // servers could share the address without a word.
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return new Listener(socket, endPoint.ToString(), unixPath: null, isTls);
        }
        catch (SocketException failure)
        {
            socket?.Dispose();
            if (optional && failure.SocketErrorCode is SocketError.AddressNotAvailable
                or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported
                or SocketError.ProtocolNotSupported or SocketError.SocketNotSupported)
            {
                return null;
            }
            throw new ListenException($"Could not listen on {endPoint}: {failure.Message}", failure);
        }
    }
}
