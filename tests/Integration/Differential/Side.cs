using System.Text;
using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>One server's half of a running scenario: its connections and what it captured.</summary>
internal sealed class Side(ServerProcess server, int protocol) : IDisposable
{
    private readonly Dictionary<int, RespConnection> _connections = [];
    private readonly Dictionary<string, byte[]> _captured = [];

    public ServerProcess Server { get; } = server;

    public RespConnection Connection(int number)
    {
        if (!_connections.TryGetValue(number, out RespConnection? connection))
        {
            _connections[number] = connection = Server.Connect();
            if (protocol == 3 && connection.Call("HELLO", "3") is [(byte)'-', ..] refusal)
                throw new InvalidDataException($"{Server.Name} refuses RESP3: {RespFormat.Escape(refusal)}");
        }
        return connection;
    }

    public void Send(Step step)
    {
        RespConnection connection = Connection(step.Connection);
        if (step.RawBytes is not null)
            connection.Send(step.RawBytes);
        else
            connection.SendCommand([.. step.Arguments.Select(Resolve)]);
    }

    public byte[] Call(Step step)
    {
        Send(step);
        return Connection(step.Connection).ReadReply();
    }

    public void Capture(Step step, byte[] reply)
    {
        string text = ReplyComparison.Text(reply);
        if (step.Parameter.Length > 0)
        {
            Match match = Regex.Match(text, step.Parameter, RegexOptions.CultureInvariant);
            if (!match.Success)
                throw new InvalidDataException($"/{step.Parameter}/ doesn't match {RespFormat.Escape(reply)}");
            text = match.Groups[1].Value;
        }
        _captured[step.CaptureName!] = Encoding.Latin1.GetBytes(text);
    }

    /// <summary>Numbers of the connections on which replies lie that no line has read.</summary>
    public IEnumerable<int> Unread => _connections.Where(pair => pair.Value.HasUnreadBytes).Select(pair => pair.Key);

    public void Dispose()
    {
        foreach (RespConnection connection in _connections.Values)
            connection.Dispose();
    }

    private byte[] Resolve(Argument argument) => argument.Captured is null ? argument.Bytes
        : _captured.TryGetValue(argument.Captured, out byte[]? value) ? value
        : throw new InvalidDataException($"nothing was captured as ${argument.Captured}");
}
