using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Sees key accesses, one of how many it is told, and lists them. The list is guarded by its lock.</summary>
internal sealed class AccessSampler(IKeyAccesses accesses) : IKeyAccessSampler
{
    private readonly List<string> _seen = [];
    private volatile int _interval;

    public int Interval => _interval;

    public void Sampled(int namespaceIndex, ulong keyHash, ReadOnlySpan<byte> key, int weight)
    {
        if (key.SequenceEqual("sample:throw"u8))
            throw new InvalidOperationException("thrown by the probe");
        if (!key.StartsWith("sample:"u8))
            return;
        lock (_seen)
            _seen.Add($"{namespaceIndex} {Encoding.Latin1.GetString(key[7..])} {weight}");
    }

    [Command("PROBE.SAMPLE", Arity = 2, Summary = "One of how many key accesses it wants to see; 0: none.")]
    public void Sample(CommandContext context)
    {
        if (!context.Args.TryInt64(1, 0, 1000, out long interval))
            return;
        _interval = (int)interval;
        accesses.Refresh();
        context.Reply.Ok();
    }

    [Command("PROBE.SAMPLES", Arity = 1, Summary = "What was seen since the last time.")]
    public void Samples(CommandContext context)
    {
        lock (_seen)
        {
            context.Reply.Bulk(Encoding.Latin1.GetBytes(string.Join(", ", _seen)));
            _seen.Clear();
        }
    }

    [Command("PROBE.ALONE", Arity = -2, Locking = CommandLocking.Exclusive, Summary = "Runs alone and names keys.")]
    [KeySpec(1, KeyAccess.ReadOnly, Last = -1)]
    public void Alone(CommandContext context) => context.Reply.Ok();
}
