using System.Text;
using CacheStorm.Plugins.Tracking;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Tracking;

/// <summary>Who hears of what at the end of a round, and in which words.</summary>
public sealed class BroadcastTests
{
    private readonly FakeClients _connected = new();
    private readonly TrackedClients _tracked = new(new NoEvents());
    private readonly ChangeListener _listener;

    public BroadcastTests()
    {
        var messenger = new Messenger(_connected);
        _listener = new ChangeListener(_tracked, new InvalidationTable(), messenger, new Broadcaster(_tracked, messenger));
    }

    [Fact]
    public void Nobody_tracked_nothing_listened_to()
    {
        Assert.Equal(KeyEventKinds.None, _listener.Interests);
        (FakeSession _, TrackedClient client) = Track(3, TrackingModes.Broadcast);
        Assert.NotEqual(KeyEventKinds.None, _listener.Interests);
        Assert.True(_listener.WantsRounds);
        _tracked.TurnOff(client);
        Assert.Equal(KeyEventKinds.None, _listener.Interests);
        Assert.Empty(_tracked.Prefixes);
    }

    [Fact]
    public void Keys_of_a_round_are_one_message_a_prefix_in_order()
    {
        (FakeSession session, _) = Track(3, TrackingModes.Broadcast, "a", "b");
        Change("b1", "c", "a2", "b1", "a1", "a2");
        _listener.OnRoundEnd();
        Assert.Equal([">2 $10 invalidate *2 $2 a1 $2 a2 ", ">2 $10 invalidate *1 $2 b1 "], Said(session));
        _listener.OnRoundEnd();
        Assert.Equal(2, session.Pushed.Count);
    }

    [Fact]
    public void One_who_wants_nothing_of_his_own_hears_the_rest()
    {
        (FakeSession session, _) = Track(3, TrackingModes.Broadcast | TrackingModes.NoLoop);
        (FakeSession other, _) = Track(3, TrackingModes.Broadcast);
        _listener.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Modified, default, "own"u8, session));
        _listener.OnRoundEnd();
        Assert.Empty(session.Pushed);
        _listener.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Modified, default, "own"u8, session));
        _listener.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Modified, default, "gone"u8, session));
        _listener.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Expired, default, "gone"u8, session));
        Change("other");
        _listener.OnRoundEnd();
        Assert.Equal([">2 $10 invalidate *2 $4 gone $5 other "], Said(session));
        Assert.Equal([">2 $10 invalidate *1 $3 own ", ">2 $10 invalidate *3 $4 gone $5 other $3 own "], Said(other));
    }

    [Fact]
    public void All_namespaces_flushed_in_a_round_are_one_message()
    {
        (FakeSession three, _) = Track(3, TrackingModes.None);
        (FakeSession two, _) = Track(2, TrackingModes.None);
        for (int i = 0; i < 16; i++)
            _listener.OnKeyEvent(new KeyEvent(i, KeyEventKinds.Flushed, default, default, two));
        _listener.OnRoundEnd();
        Assert.Equal([">2 $10 invalidate _ "], Said(three));
        Assert.Empty(two.Pushed);
    }

    [Theory]
    [InlineData(2, 0, "")]
    [InlineData(2, 1, "*3 $7 message $20 __redis__:invalidate *1 $1 k ")]
    [InlineData(3, 0, ">2 $10 invalidate *1 $1 k ")]
    [InlineData(3, 1, ">2 $10 invalidate *1 $1 k ")]
    public void Redirection(int protocol, int subscriptions, string said)
    {
        FakeSession receiver = _connected.Add(protocol);
        receiver.ShardSubscriptions = subscriptions;
        FakeSession session = _connected.Add(2);
        _tracked.TurnOn(new TrackedClient(session), Options(TrackingModes.Broadcast, receiver.Id, []));
        Assert.Equal(receiver.Id, session.TrackingRedirect);
        Change("k");
        _listener.OnRoundEnd();
        Assert.Empty(session.Pushed);
        Assert.Equal(said, string.Concat(Said(receiver)));
    }

    [Fact]
    public void A_receiver_that_has_gone_breaks_the_redirection()
    {
        FakeSession session = _connected.Add(3);
        var client = new TrackedClient(session);
        _tracked.TurnOn(client, Options(TrackingModes.Broadcast, 77, []));
        Change("k");
        _listener.OnRoundEnd();
        Assert.True(client.HasBrokenRedirect);
        Assert.Contains('R', session.ExtraFlags);
        Assert.Equal([">2 $21 tracking-redir-broken :77 "], Said(session));
        _tracked.TurnOff(client);
        Assert.Equal("", session.ExtraFlags);
        Assert.Equal(-1, session.TrackingRedirect);
    }

    private void Change(params string[] keys)
    {
        foreach (string key in keys)
            _listener.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Modified, default, Encoding.ASCII.GetBytes(key), client: null));
    }

    private (FakeSession Session, TrackedClient Client) Track(int protocol, TrackingModes modes, params string[] prefixes)
    {
        FakeSession session = _connected.Add(protocol);
        var client = new TrackedClient(session);
        _tracked.TurnOn(client, Options(modes, 0, prefixes));
        return (session, client);
    }

    private static TrackingOptions Options(TrackingModes modes, long redirect, string[] prefixes) =>
        new() { Modes = modes, Redirect = redirect, Prefixes = [.. prefixes.Select(Encoding.ASCII.GetBytes)] };

    private static IEnumerable<string> Said(FakeSession session) =>
        session.Pushed.Select(frame => Encoding.ASCII.GetString(frame).Replace("\r\n", " ", StringComparison.Ordinal));

    private sealed class NoEvents : IKeyEvents
    {
        public void Refresh() { }
    }

    private sealed class FakeClients : IClients
    {
        private readonly List<FakeSession> _all = [];

        public int Count => _all.Count;
        public int ParkedCount => 0;

        public FakeSession Add(int protocol)
        {
            var session = new FakeSession(_all.Count + 1) { Protocol = protocol };
            _all.Add(session);
            return session;
        }

        public IReadOnlyList<ClientSession> All() => _all;

        public bool TryGet(long id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ClientSession? client) =>
            (client = _all.Find(one => one.Id == id)) is not null;
    }
}
