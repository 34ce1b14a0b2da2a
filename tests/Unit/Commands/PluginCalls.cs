using System.Reflection;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Commands;

/// <summary>
/// Runs a plugin's handlers on a store, with a clock that stands still, and sees what they reply, tell and pass on. A handler's class is
/// made of the services that its constructor asks for; the store's types are one of them. Nobody may wait, and every key is covered.
/// </summary>
/// <param name="plugin">Where the handlers are.</param>
/// <param name="encoding">How words become bytes, and bytes words.</param>
internal class PluginCalls(Assembly plugin, Encoding encoding) : ICommandBackend
{
    private readonly Dictionary<string, CommandHandler> _handlers = [];
    private readonly List<object> _services = [];
    private readonly List<string> _events = [];

    public PluginCalls(Assembly plugin, params object[] services)
        : this(plugin, Encoding.UTF8) => _services.AddRange(services);

    public StoreFixture Store { get; } = new();

    public ManualClock Clock => Store.Clock;

    /// <summary>The key events of the last call, as <c>set k, expire k</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on, one line a command; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Whether the last call asked to run alone. It is not let.</summary>
    public bool AskedToRunAlone { get; private set; }

    /// <summary>Runs a command, its words parted by blanks, and returns the reply as it goes over the wire.</summary>
    /// <param name="command">The command.</param>
    /// <param name="keyIndex">Which word is the first key.</param>
    public string Run(string command, int keyIndex = 1) => Run(command.Split(' '), keyIndex);

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(params string[] words) => Run(words, keyIndex: 1);

    /// <summary>The keys, all of them covered.</summary>
    public StoreKeyspace Open() => Open(new CommandContext(this));

    /// <summary>Registers a type, which the handlers' constructors may ask for.</summary>
    protected void Provide(DataType type)
    {
        Store.Types.Register(type);
        _services.Add(type);
    }

    /// <summary>Calls a handler.</summary>
    protected string Run(string[] words, int keyIndex, CommandHandler? handler = null)
    {
        _events.Clear();
        AskedToRunAlone = false;
        var arguments = new ArgumentListBuilder();
        foreach (string word in words)
            arguments.Add(encoding.GetBytes(word));
        var effects = new RecordedEffects(encoding);
        var context = new CommandContext(this)
        {
            Request = arguments.Arguments,
            KeyIndex = keyIndex,
            Reply = new ReplyWriter(),
            Effects = effects,
            Now = Clock.Now,
            Command = new CommandInfo(words[0], "any", static _ => { }),
        };
        context.Keyspace = Open(context);
        (handler ?? HandlerOf(words[0]))(context);
        Propagated = context.Changes == 0 ? "" : effects.Rewritten ?? string.Join(' ', words);
        return encoding.GetString(context.Reply.ToArray());
    }

    private StoreKeyspace Open(CommandContext context)
    {
        var scope = new StoreScope(context);
        scope.Begin(Clock.Now, ShardMask.All);
        return Store.Open(scope: scope);
    }

    private CommandHandler HandlerOf(string command)
    {
        if (_handlers.Count == 0)
            AddHandlers();
        return _handlers[command];
    }

    private void AddHandlers()
    {
        foreach (Type type in plugin.GetTypes())
        {
            object? owner = null;
            foreach (MethodInfo method in type.GetMethods())
            {
                foreach (CommandAttribute command in method.GetCustomAttributes<CommandAttribute>())
                    _handlers.Add(command.Name, method.CreateDelegate<CommandHandler>(owner ??= NewOwner(type)));
            }
        }
    }

    private object NewOwner(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        return constructor.Invoke([.. constructor.GetParameters().Select(one => ServiceFor(one.ParameterType))]);
    }

    private object ServiceFor(Type wanted) => _services.Find(wanted.IsInstanceOfType)
        ?? (wanted.IsInstanceOfType(Store.Types) ? Store.Types : throw new InvalidOperationException($"Nobody provides {wanted}."));

    KeyEventKinds ICommandBackend.ObservedKinds => (KeyEventKinds)~0;

    void ICommandBackend.RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        _events.Add($"{encoding.GetString(name)} {encoding.GetString(key)}");

    void ICommandBackend.ServeOthers(CommandContext context, byte[] refusal)
    {
    }

    void ICommandBackend.Announce(CommandContext context)
    {
    }

    bool ICommandBackend.IsOutOfMemory(CommandContext context) => false;

    long ICommandBackend.ChangesOf(CommandContext context) => context.ChangeCount;

    bool ICommandBackend.RequestExclusive(CommandContext context)
    {
        AskedToRunAlone = true;
        return false;
    }

    bool ICommandBackend.TryMakeRoom(CommandContext context) => true;

    CallResult ICommandBackend.Call(CommandContext context, ArgumentList request, ReplyWriter reply, CallOptions options) =>
        throw new NotSupportedException();
    void ICommandBackend.Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) => throw new NotSupportedException();
    void ICommandBackend.ParkUntilUnparked(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) =>
        throw new NotSupportedException();
    void ICommandBackend.SignalReady(CommandContext context, ReadOnlySpan<byte> key) => throw new NotSupportedException();
    Keyspace? ICommandBackend.KeyspaceOf(CommandContext context, int index) => throw new NotSupportedException();
}
