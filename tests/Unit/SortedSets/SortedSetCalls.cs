using System.Reflection;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Runs the plugin's handlers on a store, and sees what they reply, tell and pass on. Nobody may wait.</summary>
internal sealed class SortedSetCalls : ICommandBackend
{
    private static readonly Dictionary<string, MethodInfo> s_handlers = Handlers();

    private readonly SortedSetFixture _fixture = new();
    private readonly List<string> _events = [];

    /// <summary>The key events of the last call, as <c>zadd z</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(string command, int protocol = 2)
    {
        _events.Clear();
        var arguments = new ArgumentListBuilder();
        foreach (string word in command.Split(' '))
            arguments.Add(Encoding.UTF8.GetBytes(word));

        var effects = new RecordedEffects();
        string name = Encoding.UTF8.GetString(arguments.Arguments[0]);
        var context = new CommandContext(this)
        {
            Request = arguments.Arguments,
            KeyIndex = 1,
            Reply = new ReplyWriter(protocol),
            Effects = effects,
            Now = _fixture.Store.Clock.Now,
            Command = new CommandInfo(name, "sorted-set", static _ => { }),
        };
        var scope = new StoreScope(context);
        scope.Begin(context.Now, ShardMask.All);
        context.Keyspace = _fixture.Store.Open(scope: scope);

        MethodInfo handler = s_handlers[name];
        handler.Invoke(Activator.CreateInstance(handler.DeclaringType!, _fixture.Type), [context]);

        Propagated = context.Changes == 0 ? "" : effects.Rewritten ?? command;
        return Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    private static Dictionary<string, MethodInfo> Handlers() =>
        (from type in typeof(ZSetType).Assembly.GetTypes()
         from method in type.GetMethods()
         from command in method.GetCustomAttributes<CommandAttribute>()
         select (command.Name, method)).ToDictionary();

    KeyEventKinds ICommandBackend.ObservedKinds => (KeyEventKinds)~0;

    void ICommandBackend.RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        _events.Add($"{Encoding.UTF8.GetString(name)} {Encoding.UTF8.GetString(key)}");

    long ICommandBackend.ChangesOf(CommandContext context) => context.ChangeCount;

    bool ICommandBackend.RequestExclusive(CommandContext context) => throw new NotSupportedException();
    CallResult ICommandBackend.Call(CommandContext context, ArgumentList request, ReplyWriter reply, CallOptions options) =>
        throw new NotSupportedException();
    void ICommandBackend.Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) => throw new NotSupportedException();
    void ICommandBackend.ParkUntilUnparked(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) =>
        throw new NotSupportedException();
    void ICommandBackend.SignalReady(CommandContext context, ReadOnlySpan<byte> key) => throw new NotSupportedException();
    Keyspace? ICommandBackend.KeyspaceOf(CommandContext context, int index) => throw new NotSupportedException();

    private sealed class RecordedEffects : CommandEffects
    {
        private readonly ArgumentListBuilder _rewrite = new();

        public override bool Wanted => true;

        public string? Rewritten => _rewrite.Count == 0 ? null
            : string.Join(' ', Enumerable.Range(0, _rewrite.Count).Select(i => Encoding.UTF8.GetString(_rewrite.Arguments[i])));

        public override void Suppress() => throw new NotSupportedException();
        public override void Force() => throw new NotSupportedException();
        public override ArgumentListBuilder Rewrite() => _rewrite.Clear();
    }
}
