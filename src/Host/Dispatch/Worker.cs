using System.Diagnostics;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// All that one thread needs to run commands: call frames, the batch that is parsed ahead, counters, what became ready. Used by one
/// thread at a time, which holds the gate's slot of the same number; only the counters are read by others.
/// </summary>
internal sealed class Worker
{
    public const int BatchSize = 32;
    private const int DeepestCall = 64;

    private readonly Engine _engine;
    private readonly List<CallFrame> _frames = [];
    private StoreKeyspace?[] _views;
    private CommandCounters[] _counters = new CommandCounters[256];

    public Worker(Engine engine, int index, int databases)
    {
        _engine = engine;
        Index = index;
        Stride = new SampleStride((ulong)index + 1);
        Root = new CallFrame(engine, this);
        _frames.Add(Root);
        Scope = new StoreScope(Root.Context);
        _views = new StoreKeyspace?[databases];
    }

    public int Index { get; }

    public CallFrame Root { get; }

    /// <summary>What the store knows of the running call; one for all levels, so they see the same time.</summary>
    public StoreScope Scope { get; }

    public RequestBatch Batch { get; } = new(BatchSize);

    public RoutedCommand[] Routed { get; } = new RoutedCommand[BatchSize];

    public ReadyKeys Ready { get; } = new();

    /// <summary>How far it is to the next sampled key access.</summary>
    public SampleStride Stride;

    /// <summary>The argument indexes of a call's keys.</summary>
    public KeyIndexBuffer Keys;

    /// <summary>The shards of a call that names its keys itself.</summary>
    public DeclaredKeys Declared { get; } = new();

    /// <summary>Ready keys whose clients could not be served under the call's own locks.</summary>
    public ReadyKeys Leftovers { get; } = new();

    /// <summary>Parked calls that were tried again and asked to run alone.</summary>
    public Queue<ParkedCall> WantAlone { get; } = new();

    /// <summary>Where the reply of the running handler began, in the writer that it writes to.</summary>
    public ReplyCheckpoint ReplyStart { get; set; }

    public EffectLog Effects { get; } = new();

    /// <summary>Receives the reply of a parked call that is tried again.</summary>
    public ReplyWriter RetryReply { get; } = new();

    /// <summary>The <see cref="Stopwatch"/>'s reading when the last command ended: the next one's start.</summary>
    public long Timestamp { get; set; }

    /// <summary>Unix milliseconds of the present command.</summary>
    public long Now { get; set; }

    /// <summary>How deep calls are nested at present.</summary>
    public int Depth { get; set; }

    /// <summary>Shards that a call locked beyond those of its declared keys.</summary>
    public ShardMask ExtraLocks;

    /// <summary>Whether there are any.</summary>
    public bool HasExtraLocks { get; set; }

    /// <summary>
    /// No command of this worker may touch a key now: its own call goes on and on, or another worker's keeps it out of the gate.
    /// Its clients are served by the <see cref="Relief"/>.
    /// </summary>
    public bool IsBusy { get; set; }

    /// <summary>Its own call is the one that goes on and on.</summary>
    public bool HasEndlessCall { get; set; }

    /// <summary>What serves clients while the worker is busy: frames and a batch of its own. Holds no locks.</summary>
    public Worker Relief => _relief ??= new Worker(_engine, Index, 0) { IsRelief = true };

    /// <summary>There was no room for the present command.</summary>
    public bool IsOutOfMemory { get; set; }

    /// <summary>It serves in place of a busy worker.</summary>
    public bool IsRelief { get; private init; }

    private Worker? _relief;

    public long CommandsRun;
    public long ErrorReplies;

    public CommandCounters[] Counters => Volatile.Read(ref _counters);

    /// <summary>The counters of a command; valid until the next command is new to the worker.</summary>
    public ref CommandCounters CountersOf(int ordinal)
    {
        if (ordinal >= _counters.Length)
            Grow(ordinal);
        return ref _counters[ordinal];
    }

    public void ResetCounters() => Volatile.Write(ref _counters, new CommandCounters[_counters.Length]);

    /// <summary>The keys of a namespace as this worker's calls see them.</summary>
    public StoreKeyspace View(int index)
    {
        StoreKeyspace?[] views = _views;
        return ((uint)index < (uint)views.Length ? views[index] : null) ?? OpenView(index);
    }

    /// <summary>The frame for the next level of calls; null when they are nested too deep.</summary>
    public CallFrame? FrameAt(int depth)
    {
        if (depth >= DeepestCall)
            return null;
        while (_frames.Count <= depth)
            _frames.Add(new CallFrame(_engine, this));
        return _frames[depth];
    }

    /// <summary>
    /// Forgets what the last calls left behind, so that nothing of a plugin that goes is held here. A call that waits to be alone goes on with the
    /// command that bears its name now. While no command runs.
    /// </summary>
    /// <param name="table">The commands now.</param>
    /// <param name="nothing">Stands for a command that is gone.</param>
    public void ForgetCalls(CommandTable table, CommandInfo nothing)
    {
        Array.Clear(Routed);
        foreach (CallFrame frame in _frames)
        {
            if (frame.Context.Command is { } last)
            {
                bool isThere = table.TryFindFull(System.Text.Encoding.UTF8.GetBytes(last.Name), out CommandEntry? entry);
                frame.Context.Command = isThere ? entry!.Info : nothing;
            }
            frame.Context.Outermost = null;
            frame.Retried = null;
        }
        _relief?.ForgetCalls(table, nothing);
    }

    public void Tick()
    {
        Timestamp = Stopwatch.GetTimestamp();
        Now = _engine.Clock.At(Timestamp);
    }

    private StoreKeyspace OpenView(int index)
    {
        var view = new StoreKeyspace(_engine.Store, _engine.Store.Space(index)!, Scope);
        if (index >= _views.Length)
            Array.Resize(ref _views, Math.Max(index + 1, _views.Length * 2));
        _views[index] = view;
        return view;
    }

    private void Grow(int ordinal)
    {
        CommandCounters[] counters = _counters;
        Array.Resize(ref counters, Math.Max(counters.Length * 2, ordinal + 1));
        Volatile.Write(ref _counters, counters);
    }
}

/// <summary>A command of the batch with what was found ahead of its turn.</summary>
internal struct RoutedCommand
{
    /// <summary>The command; null: there is none of that name.</summary>
    public CommandEntry? Entry;

    /// <summary>The hash of its first key.</summary>
    public ulong Hash;
}
