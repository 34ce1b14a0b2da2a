using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Plugins.Strings;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Strings;

/// <summary>Runs handlers of a plugin on strings on a store, with a clock that stands still, and sees what they reply, tell and pass on.</summary>
internal sealed class StringCalls : ICommandBackend
{
    private readonly StoreFixture _store = new();
    private readonly Dictionary<string, MethodInfo> _handlers = [];
    private readonly List<object> _services;
    private readonly List<string> _events = [];

    public StringCalls()
        : this(typeof(StringsPlugin).Assembly, new StringLimits(new NoSettings())) { }

    public StringCalls(Assembly plugin, params object[] services)
    {
        AddHandlers(plugin);
        _services = [.. services, _store.Types];
    }

    public ManualClock Clock => _store.Clock;

    /// <summary>The key events of the last call, as <c>set k</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(string command, int keyIndex = 1)
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
            KeyIndex = keyIndex,
            Reply = new ReplyWriter(),
            Effects = effects,
            Now = Clock.Now,
            Command = new CommandInfo(name, "string", static _ => { }),
        };
        var scope = new StoreScope(context);
        scope.Begin(Clock.Now, ShardMask.All);
        context.Keyspace = _store.Open(scope: scope);

        MethodInfo handler = _handlers[name];
        ConstructorInfo constructor = handler.DeclaringType!.GetConstructors()[0];
        object commands = constructor.Invoke([.. constructor.GetParameters().Select(one => _services.First(one.ParameterType.IsInstanceOfType))]);
        handler.Invoke(commands, [context]);

        Propagated = context.Changes == 0 ? "" : effects.Rewritten ?? command;
        return Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    private void AddHandlers(Assembly plugin)
    {
        foreach (Type type in plugin.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods())
            {
                foreach (CommandAttribute command in method.GetCustomAttributes<CommandAttribute>())
                    _handlers.Add(command.Name, method);
            }
        }
    }

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

        public string? Rewritten
        {
            get
            {
                if (_rewrite.Count == 0)
                    return null;
                var words = new List<string>();
                for (int i = 0; i < _rewrite.Count; i++)
                    words.Add(Encoding.UTF8.GetString(_rewrite.Arguments[i]));
                return string.Join(' ', words);
            }
        }

        public override void Suppress() => throw new NotSupportedException();
        public override void Force() => throw new NotSupportedException();
        public override ArgumentListBuilder Rewrite() => _rewrite.Clear();
    }

    internal sealed class NoSettings : IConfigRegistry
    {
        public IReadOnlyList<ConfigParameter> Parameters => [];
        public string? File => null;
        public bool TryGet(string name, [NotNullWhen(true)] out ConfigParameter? parameter)
        {
            parameter = null;
            return false;
        }
        public IReadOnlyList<KeyValuePair<string, string>> Get(IReadOnlyList<string> patterns) => [];
        public string? Set(IReadOnlyList<KeyValuePair<string, string>> changes, bool localClient) => null;
        public string? Rewrite() => null;
        public IDisposable OnApply(string name, Func<string?> apply) => throw new NotSupportedException();
    }
}
