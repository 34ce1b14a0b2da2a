using System.Text;
using CacheStorm.Plugins.PubSub;
using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.Plugins.PubSub.KeyEvents;
using CacheStorm.Plugins.PubSub.Subscribers;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.PubSub;

public sealed class KeyspaceNotifierTests
{
    private readonly PubSubSettings _settings = new();
    private readonly Refreshes _refreshes = new();
    private readonly KeyEventAudience _audience;
    private readonly SubscriptionLedger _ledger;
    private readonly Publisher _publisher;
    private readonly FakeSession _client = new(1);

    public KeyspaceNotifierTests()
    {
        var tables = new ChannelTables();
        _audience = new KeyEventAudience(_refreshes);
        _ledger = new SubscriptionLedger(tables, _audience);
        _publisher = new Publisher(tables);
    }

    [Theory]
    [InlineData("__key*", true, true)]
    [InlineData("*", true, true)]
    [InlineData("__keyspace@*", true, false)]
    [InlineData("__keyevent@0__:del", false, true)]
    [InlineData("__key[se]*", true, true)]
    [InlineData("news.*", false, false)]
    [InlineData("__keys?", true, false)]
    public void A_pattern_listens_unless_its_beginning_rules_it_out(string pattern, bool byKey, bool byEvent)
    {
        _ledger.Add(_client, SubscriptionKind.Pattern, Bytes(pattern));
        Assert.Equal((byKey, byEvent), (_audience.HearsByKey, _audience.HearsByEvent));
        Assert.Equal(byKey || byEvent ? 1 : 0, _refreshes.Count);
        _ledger.RemoveAll(_client);
        Assert.Equal((false, false), (_audience.HearsByKey, _audience.HearsByEvent));
        Assert.Equal(byKey || byEvent ? 2 : 0, _refreshes.Count);
        Assert.Equal(ClientKind.Normal, _client.Kind);
    }

    [Fact]
    public void Nothing_is_wanted_while_nobody_listens()
    {
        _settings.NotifyEvents = new EventClasses(KeyEventKinds.String, ByKey: true, ByEvent: false);
        var notifier = new KeyspaceNotifier(_settings, _audience, _publisher, new TwoNamespaces(), _refreshes);
        Assert.Equal(KeyEventKinds.None, notifier.Interests);
        _ledger.Add(_client, SubscriptionKind.Channel, "__keyevent@0__:set"u8);
        Assert.Equal(KeyEventKinds.None, notifier.Interests);
        _ledger.Add(_client, SubscriptionKind.Channel, "__keyspace@0__:k"u8);
        Assert.Equal(KeyEventKinds.String, notifier.Interests);
    }

    [Fact]
    public void The_name_stands_for_a_namespace_that_has_no_number()
    {
        _settings.NotifyEvents = new EventClasses(KeyEventKinds.String, ByKey: true, ByEvent: true);
        var namespaces = new TwoNamespaces();
        var notifier = new KeyspaceNotifier(_settings, _audience, _publisher, namespaces, _refreshes);
        _ledger.Add(_client, SubscriptionKind.Pattern, "__key*"u8);

        notifier.OnKeyEvent(new KeyEvent(3, KeyEventKinds.String, "set"u8, "k"u8, null));
        notifier.OnKeyEvent(new KeyEvent(16, KeyEventKinds.String, "set"u8, "k"u8, null));
        namespaces.Named = "other";
        notifier.OnKeyEvent(new KeyEvent(16, KeyEventKinds.String, "set"u8, "k"u8, null));

        Assert.Equal(["__keyspace@3__:k", "__keyevent@3__:set", "__keyspace@orders__:k", "__keyevent@orders__:set", "__keyspace@other__:k", "__keyevent@other__:set"],
            _client.Pushed.Select(frame => Encoding.ASCII.GetString(frame).Split("\r\n")[6]));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private sealed class Refreshes : IKeyEvents
    {
        public int Count { get; private set; }

        public void Refresh() => Count++;
    }

    /// <summary>Sixteen numbered ones, and one with a name behind them.</summary>
    private sealed class TwoNamespaces : INamespaces
    {
        public string Named { get; set; } = "orders";
        public int DatabaseCount => 16;
        public IReadOnlyCollection<string> Policies => [];
        public IReadOnlyList<NamespaceStatistics> All() => [];
        public string? NameOf(int index) => index == 16 ? Named : index < 16 ? $"db{index}" : null;
        public bool TryFind(ReadOnlySpan<byte> name, out int index) => throw new NotSupportedException();
        public NamespaceStatistics? Read(int index) => null;
        public NamespaceChange Create(CommandContext context, ReadOnlySpan<byte> name, in NamespaceOptions options) => throw new NotSupportedException();
        public NamespaceChange Delete(CommandContext context, ReadOnlySpan<byte> name) => throw new NotSupportedException();
        public void Declare(string setting, string name, in NamespaceOptions options) => throw new NotSupportedException();
        public ulong Scan<TVisitor>(CommandContext context, int index, ulong cursor, int count, ref TVisitor visitor)
            where TVisitor : struct, IEntryVisitor, allows ref struct => throw new NotSupportedException();
        public bool TryMakeRoom(CommandContext context, int index) => throw new NotSupportedException();
        public void Swap(CommandContext context, int first, int second) => throw new NotSupportedException();
        public long ClearAll(CommandContext context, bool inBackground) => throw new NotSupportedException();
    }
}
