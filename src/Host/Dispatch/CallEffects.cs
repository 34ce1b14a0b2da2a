namespace CacheStorm.Host.Dispatch;

/// <summary>What one call says of its own propagation. Belongs to a frame; touched by its thread only.</summary>
internal sealed class CallEffects(Propagation propagation, CallFrame frame) : CommandEffects
{
    private enum Mode { AsItCame, Suppressed, Forced, Rewritten }

    private readonly List<ArgumentListBuilder> _rewrites = [];
    private int _rewriteCount;
    private Mode _mode;

    public override bool Wanted => propagation.IsWanted;

    public override void Suppress() => _mode = Mode.Suppressed;

    public override void Force() => _mode = Mode.Forced;

    public override ArgumentListBuilder Rewrite()
    {
        _mode = Mode.Rewritten;
        if (_rewriteCount == _rewrites.Count)
            _rewrites.Add(new ArgumentListBuilder());
        return _rewrites[_rewriteCount++].Clear();
    }

    public void Begin()
    {
        _mode = Mode.AsItCame;
        _rewriteCount = 0;
    }

    /// <summary>
    /// Adds to the log what the call passes on. What it called has added its own effects already. When the request itself is passed on it
    /// takes their place, as running it again calls them again.
    /// </summary>
    public void Resolve(EffectLog log)
    {
        CommandContext context = frame.Context;
        int index = context.Keyspace.Index;
        bool changed = frame.ChangedByItself;
        if (_mode == Mode.Rewritten && changed)
        {
            for (int i = 0; i < _rewriteCount; i++)
                log.Add(index, _rewrites[i].Arguments, context.Now);
        }
        else if (_mode == Mode.Forced || (_mode == Mode.AsItCame && changed))
        {
            if (log.HasCalls(frame.EffectsStart))
                log.DropCalls(frame.EffectsStart);
            log.Add(index, context.Request, context.Now);
        }
    }
}
