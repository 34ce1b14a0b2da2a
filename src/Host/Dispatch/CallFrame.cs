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

    /// <summary>The shards that are locked.</summary>
    public ShardMask Covered;
}
