using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tracking;

/// <summary>
/// A client with a cache of its own, as the libraries have them: what it has read it keeps until the server says that it has changed. One
/// request at a time; messages are taken in the order in which they come.
/// </summary>
internal sealed class CachingClient : IDisposable
{
    private readonly RespConnection _connection;
    private readonly bool _optsIn;
    private readonly bool _hearsNothingOfItself;

    public CachingClient(RespConnection connection, params string[] options)
    {
        _connection = connection;
        _optsIn = options.Contains("OPTIN");
        _hearsNothingOfItself = options.Contains("NOLOOP");
        connection.Call("HELLO", "3");
        if (connection.Ask(["CLIENT", "TRACKING", "ON", .. options]).IsError)
            throw new InvalidDataException($"not tracked: {string.Join(' ', options)}");
    }

    /// <summary>What it holds; null: it knows that there is no such key.</summary>
    public Dictionary<string, string?> Cache { get; } = [];

    /// <summary>How many messages about keys came.</summary>
    public int Invalidations { get; private set; }

    /// <summary>A value from the cache, else from the server.</summary>
    public string? Get(string key)
    {
        if (Cache.TryGetValue(key, out string? cached))
            return cached;
        if (_optsIn)
        {
            _connection.SendCommand(["CLIENT"u8.ToArray(), "CACHING"u8.ToArray(), "YES"u8.ToArray()]);
            ReadReply();
        }
        RespValue reply = Ask("GET", key);
        return Cache[key] = reply.IsNull ? null : reply.Text;
    }

    public void Set(string key, string value)
    {
        Ask("SET", key, value);
        if (_hearsNothingOfItself)
            Cache.Remove(key);
    }

    public RespValue Ask(params string[] words)
    {
        _connection.SendCommand([.. words.Select(System.Text.Encoding.Latin1.GetBytes)]);
        return ReadReply();
    }

    /// <summary>Takes in what the server had to say before it answers.</summary>
    public void CatchUp() => Ask("PING");

    public void Dispose() => _connection.Dispose();

    private RespValue ReadReply()
    {
        while (true)
        {
            RespValue frame = RespValue.Parse(_connection.ReadReply());
            if (frame.Type != '>')
                return frame;
            Take(frame);
        }
    }

    private void Take(RespValue push)
    {
        Invalidations++;
        if (push.Items[1].IsNull)
        {
            Cache.Clear();
            return;
        }
        foreach (RespValue key in push.Items[1].Items)
            Cache.Remove(key.Text!);
    }
}
