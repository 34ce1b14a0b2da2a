namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>Counters united into another: PFMERGE.</summary>
/// <param name="settings">When a counter changes its form.</param>
internal sealed class MergeCommands(HyperLogLogSettings settings)
{
    [Command("PFMERGE", Arity = -2, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "hyperloglog",
        Since = "2.8.9",
        Summary = "Merge N different HyperLogLogs into a single one.",
        Complexity = "O(N) to merge N HyperLogLogs, but with high constant times.",
        Arguments = "destkey:key#0 sourcekey:key#1*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Insert)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void PfMerge(CommandContext context)
    {
        RegisterMaximum maximum = RegisterMaximum.Begin();
        if (!TryUnite(context, maximum, out bool dense))
            return;

        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        HllDraft draft = exists ? HllDraft.BeginFrom(entry.Value) : HllDraft.BeginEmpty();
        if (!draft.TryRaiseAll(maximum.Registers, dense, settings.SparseMaxBytes))
        {
            context.Reply.Error(HyperLogLogErrors.Corrupted);
            return;
        }
        if (exists)
            HllLookup.Replace(context, ref entry, draft.Value);
        else
            context.Keyspace.SetString(context.Key, draft.Value, Expiry.None, StringEncoding.Raw);
        context.KeyEvent(KeyEventKinds.String, "pfadd"u8, context.Key); // so Redis calls it
        context.Reply.Ok();
    }

    /// <summary>Unites the destination and all sources; false, with the reply written, when one of them is no sound counter.</summary>
    private static bool TryUnite(CommandContext context, RegisterMaximum maximum, out bool dense)
    {
        dense = false;
        for (int i = 1; i < context.Args.Count; i++)
        {
            switch (context.Keyspace.GetString(context.Args[i], out ReadOnlySpan<byte> value))
            {
                case LookupResult.Missing:
                    continue;
                case LookupResult.WrongType:
                    context.Reply.Error(Errors.WrongType);
                    return false;
            }
            if (!HllLookup.Accept(context, value))
                return false;
            dense |= !HllFormat.IsSparse(value);
            if (!maximum.TryAdd(value))
            {
                context.Reply.Error(HyperLogLogErrors.Corrupted);
                return false;
            }
        }
        return true;
    }
}
