using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.PubSub;

/// <summary>Listens to all key events of a server, and hands them over in the order in which they came.</summary>
internal sealed class EventListener : IDisposable
{
    private const string Classes = "AKEnm";
    private const string Mark = "events:end";

    private readonly RespConnection _listener;
    private readonly RespConnection _control;
    private int _marks;

    public EventListener(ServerProcess server)
    {
        _control = server.Connect();
        _listener = server.Connect();
        _listener.Call("PSUBSCRIBE", "__key*");
        _listener.Call("SUBSCRIBE", Mark);
    }

    /// <summary>Switches all events on, from an empty server.</summary>
    public void Begin()
    {
        _control.Call("FLUSHALL");
        _control.Call("CONFIG", "SET", "notify-keyspace-events", Classes);
    }

    /// <summary>Everything that has happened since: each as <c>channel message</c>.</summary>
    public List<string> End()
    {
        string mark = $"{++_marks}";
        _control.Call("PUBLISH", Mark, mark);
        var events = new List<string>();
        while (true)
        {
            RespValue message = RespValue.Parse(_listener.ReadReply());
            string[] parts = [.. message.Items.Select(item => item.Text!)];
            if (parts[0] == "pmessage")
                events.Add($"{parts[2]} {parts[3]}");
            else if (parts[^1] == mark)
                break;
        }
        _control.Call("CONFIG", "SET", "notify-keyspace-events", "");
        return events;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _control.Dispose();
    }
}
