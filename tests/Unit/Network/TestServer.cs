using System.Net;
using System.Net.Sockets;
using System.Text;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

/// <summary>A server of echo sessions on a port of the system's choice, and simple clients for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public TestServer(bool portable, Func<NetworkSettings, NetworkSettings>? change = null)
    {
        var settings = new NetworkSettings
        {
            Bind = ["127.0.0.1"], Port = -1, IoThreads = 2, Portable = portable,
        };
        Network = new NetworkServer(change?.Invoke(settings) ?? settings, Handler, Handler);
        Handler.Limits = Network.Limits;
        Network.Start();
    }

    public EchoHandler Handler { get; } = new();

    public NetworkServer Network { get; }

    public int Port => Network.Listeners[0].Port;

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>The only session there is, once it is there.</summary>
    public async Task<EchoSession> SessionAsync(int index = 0)
    {
        while (Handler.Sessions.Count <= index)
            await Task.Delay(1);
        return Handler.Sessions.ElementAt(index);
    }

    public async Task NobodyLeftAsync()
    {
        long deadline = Environment.TickCount64 + 10_000;
        while (Network.ConnectionCount > 0)
        {
            Assert.True(Environment.TickCount64 < deadline, "a connection stayed");
            await Task.Delay(2);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        Assert.Equal(0, Handler.Overlaps);
    }
}

internal static class ClientExtensions
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static async Task SayAsync(this Socket socket, string latin1) =>
        await socket.SendAsync(Encoding.Latin1.GetBytes(latin1));

    /// <summary>Reads exactly what is expected and compares.</summary>
    public static async Task HearAsync(this Socket socket, string expected)
    {
        byte[] heard = await socket.HearAsync(expected.Length);
        Assert.Equal(expected, Encoding.Latin1.GetString(heard));
    }

    public static async Task<byte[]> HearAsync(this Socket socket, int count)
    {
        using var patience = new CancellationTokenSource(s_patience);
        var bytes = new byte[count];
        int read = 0;
        while (read < count)
        {
            int part = await socket.ReceiveAsync(bytes.AsMemory(read), patience.Token);
            if (part == 0)
                return bytes[..read];
            read += part;
        }
        return bytes;
    }

    public static async Task HearEndAsync(this Socket socket)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], patience.Token));
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed while we were still sending: an end as well.
        }
    }
}

internal static class BulkClientExtensions
{
    public static Task SayAllAsync(this Socket socket, string latin1) =>
        socket.SayAllAsync(Encoding.Latin1.GetBytes(latin1));

    public static async Task SayAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }
}
