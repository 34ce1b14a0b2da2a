using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CacheStorm.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Server;

/// <summary>Tells the surroundings that the server is ready: the file with the process id, and systemd.</summary>
internal sealed class ProcessNotice : IDisposable
{
    private readonly string _pidFile;

    public ProcessNotice(ServerSettings settings, ILogger log)
    {
        _pidFile = settings.PidFile;
        try
        {
            if (_pidFile.Length > 0)
                File.WriteAllText(_pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Can't write the process id to {File}: {Problem}", _pidFile, failure.Message);
            _pidFile = "";
        }
        if (settings.Supervised is SupervisionMode.Systemd or SupervisionMode.Auto)
            Tell("READY=1\nSTATUS=Ready to accept connections\n");
    }

    public void Dispose()
    {
        if (_pidFile.Length > 0)
            File.Delete(_pidFile);
    }

    private static void Tell(string message)
    {
        string? address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(address))
            return;
        // A leading @ means an abstract socket, which begins with a zero byte.
        var endPoint = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(message), endPoint);
    }
}
