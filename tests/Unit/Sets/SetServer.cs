using System.Reflection;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Sets;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Sets;

/// <summary>Runs the plugin's handlers on a store, and sees what they reply, tell and pass on.</summary>
internal sealed class SetServer : ICommandBackend
{
    private readonly Dictionary<string, CommandHandler> _handlers = [];
    private readonly List<string> _events = [];

    public SetServer()
    {
        Type = new SetDataType(Settings);
        Fixture.Types.Register(Type);
        foreach (Type owner in typeof(SetDataType).Assembly.GetTypes())
        {
            foreach (MethodInfo method in owner.GetMethods())
            {
                foreach (CommandAttribute command in method.GetCustomAttributes<CommandAttribute>())
                    _handlers.Add(command.Name, method.CreateDelegate<CommandHandler>(NewOwner(owner)));
            }
        }
    }

    public SetSettings Settings { get; } = new();

    public SetDataType Type { get; }

    public StoreFixture Fixture { get; } = new();

    /// <summary>The key events of the last call, as <c>sadd k</c>.</summary>
    public string Events => string.Join(", ", _events);

    /// <summary>What the last call passed on, one line a command; empty: nothing.</summary>
    public string Propagated { get; private set; } = "";

    /// <summary>Runs a command and returns the reply as it goes over the wire.</summary>
    public string Run(params string[] words)
    {
        _events.Clear();
        var arguments = new ArgumentListBuilder();
        foreach (string word in words)
            arguments.Add(Encoding.UTF8.GetBytes(word));
        var effects = new RecordedEffects();
        var context = new CommandContext(this)
        {
            Request = arguments.Arguments,
            KeyIndex = 1,
            Reply = new ReplyWriter(),
            Effects = effects,
            Now = Fixture.Clock.Now,
            Command = new CommandInfo(words[0], "set", static _ => { }),
        };
        context.Keyspace = Open(context);
        _handlers[words[0]](context);
        Propagated = context.Changes == 0 ? "" : effects.Rewritten ?? string.Join(' ', words);
        return Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    /// <summary>Runs a command that replies with strings.</summary>
    public string[] Strings(params string[] words) => StringsOf(Run(words));

    /// <summary>The bulk strings of a reply, however nested.</summary>
    public static string[] StringsOf(string reply)
    {
        Assert.False(reply.StartsWith('-'), reply);
        string[] lines = reply.Split("\r\n");
        var strings = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('$') && lines[i] != "$-1")
                strings.Add(lines[++i]);
        }

        return [.. strings];
    }

    public long Integer(params string[] words)
    {
        string reply = Run(words);
        Assert.StartsWith(":", reply);
        return long.Parse(reply[1..^2]);
    }

    public StoreKeyspace Open(CommandContext? context = null)
    {
        var scope = new StoreScope(context ?? new CommandContext(this));
        scope.Begin(Fixture.Clock.Now, ShardMask.All);
        return Fixture.Open(scope: scope);
    }

    public SetEncoding EncodingOf(string key)
    {
        Assert.True(Open().TryFind(Encoding.UTF8.GetBytes(key), out Entry entry));
        return (SetEncoding)entry.Encoding;
    }

    private object NewOwner(Type owner) => owner.GetConstructor(System.Type.EmptyTypes) is not null
        ? Activator.CreateInstance(owner)!
        : Activator.CreateInstance(owner, Type)!;

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
        private readonly List<ArgumentListBuilder> _rewrites = [];

        public override bool Wanted => true;

        public string? Rewritten => _rewrites.Count == 0 ? null : string.Join('\n', _rewrites.Select(Text));

        public override void Suppress() => throw new NotSupportedException();
        public override void Force() => throw new NotSupportedException();

        public override ArgumentListBuilder Rewrite()
        {
            _rewrites.Add(new ArgumentListBuilder());
            return _rewrites[^1];
        }

        private static string Text(ArgumentListBuilder command)
        {
            var words = new List<string>();
            for (int i = 0; i < command.Count; i++)
                words.Add(Encoding.UTF8.GetString(command.Arguments[i]));
            return string.Join(' ', words);
        }
    }
}
