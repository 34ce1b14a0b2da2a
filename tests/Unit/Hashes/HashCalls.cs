using System.Reflection;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Plugins.Hashes;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>Runs the plugin's handlers on a store, with a clock that stands still, and sees what they reply, tell and pass on.</summary>
internal sealed class HashCalls : ICommandBackend
{
    private static readonly Dictionary<string, MethodInfo> s_handlers = Handlers();

    private readonly Dictionary<Type, object> _owners = [];
    private readonly List<string> _events = [];

    public HashCalls()
    {
        Settings = new HashSettings();
        Type = new HashValues(Settings);
        Store.Types.Register(Type);
    }

    public StoreFixture Store { get; } = new();

    public HashSettings Settings { get; }

    public HashValues Type { get; }

    public ManualClock Clock => Store.Clock;

    /// <summary>The key events of the last call, as <c>hset k</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(string command) => Run(command.Split(' '));

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(params string[] words)
    {
        var arguments = new ArgumentListBuilder();
        foreach (string word in words)
            arguments.Add(Encoding.Latin1.GetBytes(word));
        MethodInfo handler = s_handlers[words[0]];
        if (!_owners.TryGetValue(handler.DeclaringType!, out object? owner))
            _owners.Add(handler.DeclaringType!, owner = Activator.CreateInstance(handler.DeclaringType!, Type)!);
        return Run(words[0], arguments, context => handler.Invoke(owner, [context]));
    }

    /// <summary>Rings the alarm of a key, as the server does until the next one lies ahead.</summary>
    /// <returns>How often.</returns>
    public int Ring(string key)
    {
        int calls = 0;
        while (AlarmOf(key) is >= 0 and var alarm && alarm < Clock.Now)
        {
            RingOnce(key);
            calls++;
        }
        return calls;
    }

    /// <summary>Rings the alarm of a key.</summary>
    public void RingOnce(string key) =>
        Run("ALARM", new ArgumentListBuilder().Add("ALARM"u8).Add(Encoding.Latin1.GetBytes(key)), Type.OnAlarm);

    /// <summary>When a key's hash wants its alarm; -1: never, or there is no such key.</summary>
    public long AlarmOf(string key)
    {
        StoreScope scope = Store.NewScope();
        return Store.Open(scope: scope).TryFind(Encoding.Latin1.GetBytes(key), out Entry entry, Lookup.Peek) ? Type.NextAlarm(entry) : -1;
    }

    public Keyspace Open() => Store.Open();

    private string Run(string name, ArgumentListBuilder arguments, Action<CommandContext> handler)
    {
        _events.Clear();
        var effects = new RecordedEffects();
        var context = new CommandContext(this)
        {
            Request = arguments.Arguments,
            KeyIndex = 1,
            Reply = new ReplyWriter(),
            Effects = effects,
            Now = Clock.Now,
            Command = new CommandInfo(name, "hash", static _ => { }),
        };
        var scope = new StoreScope(context);
        scope.Begin(Clock.Now, ShardMask.All);
        context.Keyspace = Store.Open(scope: scope);
        handler(context);
        Propagated = context.Changes == 0 ? "" : effects.Rewritten ?? Text(arguments.Arguments);
        return Encoding.Latin1.GetString(context.Reply.ToArray());
    }

    private static string Text(ArgumentList arguments)
    {
        var words = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
            words.Add(Encoding.Latin1.GetString(arguments[i]));
        return string.Join(' ', words);
    }

    private static Dictionary<string, MethodInfo> Handlers()
    {
        var handlers = new Dictionary<string, MethodInfo>();
        foreach (Type type in typeof(HashValues).Assembly.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods())
            {
                foreach (CommandAttribute command in method.GetCustomAttributes<CommandAttribute>())
                    handlers.Add(command.Name, method);
            }
        }
        return handlers;
    }

    KeyEventKinds ICommandBackend.ObservedKinds => (KeyEventKinds)~0;

    void ICommandBackend.RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        _events.Add($"{Encoding.Latin1.GetString(name)} {Encoding.Latin1.GetString(key)}");

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

        public string? Rewritten => _rewrite.Count == 0 ? null : Text(_rewrite.Arguments);

        public override void Suppress() => throw new NotSupportedException();
        public override void Force() => throw new NotSupportedException();
        public override ArgumentListBuilder Rewrite() => _rewrite.Clear();
    }
}
