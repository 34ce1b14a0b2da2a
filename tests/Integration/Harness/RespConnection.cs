using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>
/// A client that hides nothing: sends exactly the bytes it is given and hands back exactly the bytes of one
/// reply, RESP2 or RESP3. Used by one test at a time; every read has a time-out.
/// </summary>
internal sealed class RespConnection : IDisposable
{
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _position;
    private int _filled;

    private RespConnection(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
        _stream.ReadTimeout = (int)ReplyTimeout.TotalMilliseconds;
        _stream.WriteTimeout = (int)ReplyTimeout.TotalMilliseconds;
    }

    /// <summary>True when bytes lie ready that no read has taken.</summary>
    public bool HasUnreadBytes => _position < _filled || _socket.Available > 0;

    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public static RespConnection ToPort(int port) => To(new IPEndPoint(IPAddress.Loopback, port));

    public static RespConnection ToUnixSocket(string path) => To(new UnixDomainSocketEndPoint(path));

    public static RespConnection To(EndPoint endPoint)
    {
        Socket socket = Open(endPoint);
        return new RespConnection(socket, new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Over TLS; the certificate is the test's own, so any is taken.</summary>
    public static RespConnection ToTlsPort(int port)
    {
        Socket socket = Open(new IPEndPoint(IPAddress.Loopback, port));
        var secure = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false,
            (_, _, _, _) => true);
        secure.AuthenticateAsClient("localhost");
        return new RespConnection(socket, secure);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _stream.Flush();
    }

    public void Send(string latin1) => Send(Encoding.Latin1.GetBytes(latin1));

    public void SendCommand(IReadOnlyList<byte[]> arguments) => Send(RespFormat.Command(arguments));

    /// <summary>One command, one reply, as raw bytes.</summary>
    public byte[] Call(IReadOnlyList<byte[]> arguments)
    {
        SendCommand(arguments);
        return ReadReply();
    }

    public byte[] Call(params string[] arguments) => Call([.. arguments.Select(Encoding.Latin1.GetBytes)]);

    /// <summary>One command; its reply parsed, for tests that look inside.</summary>
    public RespValue Ask(params string[] arguments) => RespValue.Parse(Call(arguments));

    /// <summary>One reply, one push, or one attribute with the reply it belongs to.</summary>
    public byte[] ReadReply()
    {
        var raw = new ArrayBufferWriter<byte>();
        ReadFrame(raw);
        return raw.WrittenSpan.ToArray();
    }

    /// <summary>True when the server closes this connection; whatever it still sends is swallowed.</summary>
    public bool IsClosedByServer(TimeSpan? within = null)
    {
        _stream.ReadTimeout = (int)(within ?? ReplyTimeout).TotalMilliseconds;
        try
        {
            _position = _filled = 0;
            while (_stream.Read(_buffer) > 0)
            {
            }
            return true;
        }
        catch (IOException error)
        {
            return error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
        finally
        {
            _stream.ReadTimeout = (int)ReplyTimeout.TotalMilliseconds;
        }
    }

    /// <summary>Everything the server sends until it closes, or until it is silent for the time given.</summary>
    public byte[] ReadToSilence(TimeSpan silence)
    {
        var raw = new ArrayBufferWriter<byte>();
        raw.Write(_buffer.AsSpan(_position, _filled - _position));
        _position = _filled = 0;
        _stream.ReadTimeout = (int)silence.TotalMilliseconds;
        try
        {
            int count;
            while ((count = _stream.Read(_buffer)) > 0)
                raw.Write(_buffer.AsSpan(0, count));
        }
        catch (IOException)
        {
            // Silent, or reset: what has come is the answer.
        }
        finally
        {
            _stream.ReadTimeout = (int)ReplyTimeout.TotalMilliseconds;
        }
        return raw.WrittenSpan.ToArray();
    }

    /// <summary>Says that nothing more will be sent, and still reads.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _stream.Dispose();

    private static Socket Open(EndPoint endPoint)
    {
        bool overTcp = endPoint is IPEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, overTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (overTcp)
                socket.NoDelay = true;
            socket.Connect(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void ReadFrame(ArrayBufferWriter<byte> raw)
    {
        int start = raw.WrittenCount;
        ReadLine(raw);
        ReadOnlySpan<byte> line = raw.WrittenSpan[start..^2];
        if (line.IsEmpty)
            throw new InvalidDataException("a reply begins with an empty line");

        switch ((char)line[0])
        {
            case '+' or '-' or ':' or '_' or ',' or '#' or '(':
                return;
            case '$' or '=' or '!':
                ReadExactly(raw, Length(line) is var bytes and >= 0 ? bytes + 2 : 0);
                return;
            case '*' or '~' or '>':
                ReadFrames(raw, Math.Max(0, Length(line)));
                return;
            case '%':
                ReadFrames(raw, 2 * Length(line));
                return;
            case '|':
                ReadFrames(raw, 2 * Length(line) + 1);
                return;
            default:
                throw new InvalidDataException($"not a reply: {RespFormat.Escape(line)}");
        }
    }

    private void ReadFrames(ArrayBufferWriter<byte> raw, int count)
    {
        for (int i = 0; i < count; i++)
            ReadFrame(raw);
    }

    private static int Length(ReadOnlySpan<byte> line) => int.Parse(line[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private void ReadLine(ArrayBufferWriter<byte> raw)
    {
        byte previous = 0;
        while (true)
        {
            if (_position == _filled)
                Fill();
            byte current = _buffer[_position++];
            raw.Write([current]);
            if (previous == '\r' && current == '\n')
                return;
            previous = current;
        }
    }

    private void ReadExactly(ArrayBufferWriter<byte> raw, int count)
    {
        while (count > 0)
        {
            if (_position == _filled)
                Fill();
            int taken = Math.Min(count, _filled - _position);
            raw.Write(_buffer.AsSpan(_position, taken));
            _position += taken;
            count -= taken;
        }
    }

    private void Fill()
    {
        _position = 0;
        _filled = _stream.Read(_buffer);
        if (_filled == 0)
            throw new EndOfStreamException("the server closed the connection");
    }
}
