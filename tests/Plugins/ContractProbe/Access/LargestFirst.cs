namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>An eviction policy of the probe's own: the largest goes first, the counter keeps how often it was asked.</summary>
public sealed class LargestFirst : EvictionPolicy
{
    private long _evicted;

    public override string Name => "probe-largest";

    public override double Score(in EvictionCandidate candidate) => candidate.Size;

    public override void OnEvicted(in EvictionCandidate candidate) => Interlocked.Increment(ref _evicted);

    [Command("PROBE.EVICTED", Arity = 1, Summary = "How many entries the policy has seen go.")]
    public void Evicted(CommandContext context) => context.Reply.Integer(Interlocked.Read(ref _evicted));
}
