using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// What one level of a call works with: the outermost call of a worker has the first, what it calls has the next, and so on. Made once
/// and used again; touched by the worker's thread only.
/// </summary>
internal sealed class CallFrame
{
    public CallFrame(Engine engine, Worker worker)
    {
        Worker = worker;
        Context = new CommandContext(engine) { Frame = this };
        Effects = new CallEffects(engine.Propagation, this);
        Context.Effects = Effects;
        OwnRequest = new ArgumentList();
        Context.Request = OwnRequest;
    }

    public Worker Worker { get; }

    public CommandContext Context { get; }

    public CallEffects Effects { get; }

    /// <summary>The list that is pointed at a batch's commands; a nested call's request belongs to its caller.</summary>
    public ArgumentList OwnRequest { get; }

    /// <summary>The handler asked to run alone.</summary>
    public bool WantsAlone { get; set; }

    /// <summary>The handler has parked its client.</summary>
    public bool HasParked { get; set; }

    /// <summary>The client's parked call that is tried again, or null.</summary>
    public ParkedCall? Retried { get; set; }

    /// <summary>The count of changes when the call began.</summary>
    public long ChangesBefore { get; private set; }

    /// <summary>How many of the changes since then were made by calls that this one made.</summary>
    public long InnerChanges { get; set; }

    /// <summary>How many of the errors in the reply were written, and counted, by calls that this one made.</summary>
    public long InnerErrors { get; set; }

    /// <summary>Where the effects of this call, those of its own calls included, begin in the worker's log.</summary>
    public int EffectsStart { get; private set; }

    /// <summary>All changes since the call began.</summary>
    public long Changes => Worker.Root.Context.ChangeCount - ChangesBefore;

    /// <summary>Whether the call itself (not what it called) changed the keyspace.</summary>
    public bool ChangedByItself => Changes != InnerChanges;

    /// <summary>A handler is about to be called.</summary>
    public void Begin()
    {
        WantsAlone = false;
        HasParked = false;
        ChangesBefore = Worker.Root.Context.ChangeCount;
        InnerChanges = 0;
        InnerErrors = 0;
        EffectsStart = Worker.Effects.Count;
        Effects.Begin();
    }

    /// <summary>The shards that are locked.</summary>
    public ShardMask Covered;
}
