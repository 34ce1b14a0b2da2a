using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Sees sessions, commands and keys, and shows what it saw as a section of INFO. Counters are interlocked, the list is guarded by its lock.</summary>
internal sealed class Observers(IKeyEvents events, IExtensions<IInfoSection> sections)
    : ISessionObserver, ICommandObserver, IKeyObserver, IInfoSection
{
    private readonly List<string> _keyEvents = [];
    private volatile bool _isOn;
    private long _opened;
    private long _closed;
    private long _resets;
    private long _commands;
    private long _failures;
    private long _changes;

    public bool IsEnabled => _isOn;

    public KeyEventKinds Interests => _isOn ? KeyEventKinds.Module | KeyEventKinds.New | KeyEventKinds.Modified | KeyEventKinds.Expired : KeyEventKinds.None;

    string IInfoSection.Name => "Probe";

    int IInfoSection.Order => 5000;

    public void Opened(ClientSession session) => Interlocked.Increment(ref _opened);

    public void Closed(ClientSession session) => Interlocked.Increment(ref _closed);

    public void Reset(ClientSession session) => Interlocked.Increment(ref _resets);

    public void Executed(CommandContext context, in CommandOutcome outcome)
    {
        Interlocked.Increment(ref _commands);
        Interlocked.Add(ref _changes, outcome.Changes);
        if (outcome.Failed)
            Interlocked.Increment(ref _failures);
    }

    public void OnKeyEvent(in KeyEvent keyEvent)
    {
        string name = keyEvent.Kind == KeyEventKinds.Modified ? "modified" : Encoding.ASCII.GetString(keyEvent.Name);
        lock (_keyEvents)
            _keyEvents.Add($"{name} {Encoding.Latin1.GetString(keyEvent.Key)}");
    }

    public void Write(InfoWriter writer)
    {
        writer.Field("probe_opened", Interlocked.Read(ref _opened));
        writer.Field("probe_closed", Interlocked.Read(ref _closed));
        writer.Field("probe_resets", Interlocked.Read(ref _resets));
        writer.Field("probe_commands", Interlocked.Read(ref _commands));
        writer.Field("probe_failures", Interlocked.Read(ref _failures));
        writer.Field("probe_changes", Interlocked.Read(ref _changes));
    }

    [Command("PROBE.OBSERVE", Arity = 2, Summary = "ON or OFF: commands and keys are observed; ON begins anew.")]
    public void Switch(CommandContext context)
    {
        _isOn = context.Args.Is(1, "on"u8);
        lock (_keyEvents)
        {
            if (_isOn)
                _keyEvents.Clear();
        }
        if (_isOn)
            _commands = _failures = _changes = 0;
        events.Refresh();
        context.Reply.Ok();
    }

    [Command("PROBE.EVENTS", Arity = 1, Summary = "The key events seen, each as name and key.")]
    public void Events(CommandContext context)
    {
        lock (_keyEvents)
        {
            context.Reply.Array(_keyEvents.Count);
            foreach (string one in _keyEvents)
                context.Reply.Bulk(Encoding.Latin1.GetBytes(one));
        }
    }

    [Command("PROBE.INFO", Arity = 2, Summary = "A section of INFO.")]
    public void Info(CommandContext context)
    {
        var writer = new InfoWriter();
        foreach (IInfoSection section in sections.All)
        {
            if (context.Args.Is(1, Encoding.ASCII.GetBytes(section.Name)))
                section.Write(writer);
        }
        context.Reply.Bulk(Encoding.UTF8.GetBytes(writer.ToString()));
    }
}
