namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>How many elements there were: PFCOUNT.</summary>
internal sealed class CountCommands
{
    [Command("PFCOUNT", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.MayReplicate,
        Group = "hyperloglog",
        Since = "2.8.9",
        Summary = "Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s).",
        Complexity = "O(1) with a very small average constant time when called with a single key. O(N) with N being the number of keys, and much bigger constant times, when called with multiple keys.",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access, Notes = "RW because it may change the internal representation of the key, and propagate to replicas", Last = -1)]
    public void PfCount(CommandContext context)
    {
        if (context.Args.Count == 2)
            CountOne(context);
        else
            CountUnion(context);
    }

    /// <summary>Counts one, and keeps the estimate in the value until an element changes it.</summary>
    private static void CountOne(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry))
        {
            context.Reply.Integer(0);
            return;
        }
        if (!HllLookup.Accept(context, entry))
            return;
        HllLookup.Open(context, ref entry);
        if (HllFormat.TryGetEstimate(entry.Value, out long estimate))
        {
            context.Reply.Integer(estimate);
            return;
        }

        var histogram = new RegisterHistogram();
        if (!TryCount(entry.Value, ref histogram))
        {
            context.Reply.Error(HyperLogLogErrors.Corrupted);
            return;
        }
        estimate = histogram.Estimate();
        HllFormat.SetEstimate(context.Keyspace.Edit(ref entry), estimate);
        context.Reply.Integer(estimate);
    }

    private static bool TryCount(ReadOnlySpan<byte> value, ref RegisterHistogram histogram)
    {
        if (HllFormat.IsSparse(value))
            return SparseRegisters.TryCount(value, ref histogram);
        Span<byte> registers = stackalloc byte[HllFormat.Registers];
        DenseRegisters.Unpack(value[HllFormat.HeaderBytes..], registers);
        histogram.Add(registers);
        return true;
    }

    private static void CountUnion(CommandContext context)
    {
        RegisterMaximum maximum = RegisterMaximum.Begin();
        for (int i = 1; i < context.Args.Count; i++)
        {
            switch (context.Keyspace.GetString(context.Args[i], out ReadOnlySpan<byte> value))
            {
                case LookupResult.Missing:
                    continue;
                case LookupResult.WrongType:
                    context.Reply.Error(Errors.WrongType);
                    return;
            }
            if (!HllLookup.Accept(context, value))
                return;
            if (!maximum.TryAdd(value))
            {
                context.Reply.Error(HyperLogLogErrors.Corrupted);
                return;
            }
        }

        var histogram = new RegisterHistogram();
        histogram.Add(maximum.Registers);
        context.Reply.Integer(histogram.Estimate());
    }
}
