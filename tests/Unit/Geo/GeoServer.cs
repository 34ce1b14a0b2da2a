using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Plugins.Geo;
using CacheStorm.UnitTests.SortedSets;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Runs the plugin's handlers on a store, and sees what they reply, tell and pass on.</summary>
internal sealed class GeoServer(bool hasSortedSets = true) : ICommandBackend
{
    private readonly StoreFixture _store = hasSortedSets ? new SortedSetFixture().Store : new StoreFixture();
    private readonly List<string> _events = [];

    /// <summary>The key events of the last call, as <c>zadd k</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Whether the last call asked to run alone.</summary>
    public bool AskedToRunAlone { get; private set; }

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(string command)
    {
        _events.Clear();
        AskedToRunAlone = false;
        var arguments = new ArgumentListBuilder();
        foreach (string word in command.Split(' '))
            arguments.Add(Encoding.UTF8.GetBytes(word));
        var effects = new RecordedEffects();
        var context = new CommandContext(this)
        {
            Request = arguments.Arguments, KeyIndex = 1, Reply = new ReplyWriter(), Effects = effects, Now = _store.Clock.Now,
        };
        var scope = new StoreScope(context);
        scope.Begin(_store.Clock.Now, ShardMask.All);
        context.Keyspace = _store.Open(scope: scope);
        HandlerOf(command.Split(' ')[0])(context);
        Propagated = context.ChangeCount == 0 ? "" : effects.Rewritten ?? command;
        return Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    private CommandHandler HandlerOf(string name) => name switch
    {
        "GEOADD" => new AddCommand(_store.Types).GeoAdd,
        "GEOSEARCHSTORE" => new SearchCommands().GeoSearchStore,
        "GEORADIUS" => new RadiusCommands().GeoRadius,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    KeyEventKinds ICommandBackend.ObservedKinds => (KeyEventKinds)~0;

    void ICommandBackend.RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        _events.Add($"{Encoding.UTF8.GetString(name)} {Encoding.UTF8.GetString(key)}");

    long ICommandBackend.ChangesOf(CommandContext context) => context.ChangeCount;

    bool ICommandBackend.RequestExclusive(CommandContext context)
    {
        AskedToRunAlone = true;
        return false;
    }

    CallResult ICommandBackend.Call(CommandContext context, ArgumentList request, ReplyWriter reply, CallOptions options) =>
        throw new NotSupportedException();
    void ICommandBackend.Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) => throw new NotSupportedException();
    void ICommandBackend.ParkUntilUnparked(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) =>
        throw new NotSupportedException();
    void ICommandBackend.SignalReady(CommandContext context, ReadOnlySpan<byte> key) => throw new NotSupportedException();
    Keyspace? ICommandBackend.KeyspaceOf(CommandContext context, int index) => throw new NotSupportedException();

    private sealed class RecordedEffects : CommandEffects
    {
        private ArgumentListBuilder? _rewrite;

        public override bool Wanted => true;

        public string? Rewritten => _rewrite is null ? null
            : string.Join(' ', Enumerable.Range(0, _rewrite.Count).Select(i => Encoding.UTF8.GetString(_rewrite.Arguments[i])));

        public override void Suppress() => throw new NotSupportedException();
        public override void Force() => throw new NotSupportedException();
        public override ArgumentListBuilder Rewrite() => _rewrite = new ArgumentListBuilder();
    }
}
