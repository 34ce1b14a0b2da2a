namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>Elements come in: PFADD.</summary>
/// <param name="settings">When a counter changes its form.</param>
internal sealed class AddCommands(HyperLogLogSettings settings)
{
    private const int FirstElement = 2;

    [Command("PFADD", Arity = -2, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hyperloglog",
        Since = "2.8.9",
        Summary = "Adds the specified elements to the specified HyperLogLog.",
        Complexity = "O(1) to add every element.",
        Arguments = "key:key#0 element:string?*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void PfAdd(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write))
        {
            Create(context);
            return;
        }
        if (!HllLookup.Accept(context, entry))
            return;
        HllLookup.Open(context, ref entry);

        bool sound = true;
        bool changed = HllFormat.IsSparse(entry.Value) ? AddToSparse(context, ref entry, out sound) : AddToDense(context, ref entry);
        if (!sound)
        {
            context.Reply.Error(HyperLogLogErrors.Corrupted);
            return;
        }
        if (changed)
            context.KeyEvent(KeyEventKinds.String, "pfadd"u8, context.Key);
        context.Reply.Integer(changed ? 1 : 0);
    }

    private void Create(CommandContext context)
    {
        HllDraft draft = HllDraft.BeginEmpty();
        draft.MakeStale();
        for (int i = FirstElement; i < context.Args.Count; i++)
            draft.Raise(ElementHash.Of(context.Args[i]), settings.SparseMaxBytes);
        context.Keyspace.SetString(context.Key, draft.Value, Expiry.None, StringEncoding.Raw);
        context.KeyEvent(KeyEventKinds.String, "pfadd"u8, context.Key);
        context.Reply.Integer(1);
    }

    /// <summary>Changes registers in place; the value is opened when the first one has to be.</summary>
    private static bool AddToDense(CommandContext context, ref Entry entry)
    {
        bool changed = false;
        scoped Span<byte> value = default;
        for (int i = FirstElement; i < context.Args.Count; i++)
        {
            ElementHash element = ElementHash.Of(context.Args[i]);
            if (DenseRegisters.Get(entry.Value[HllFormat.HeaderBytes..], element.Register) >= element.Rank)
                continue;
            if (!changed)
            {
                value = context.Keyspace.Edit(ref entry);
                HllFormat.MakeStale(value);
                changed = true;
            }
            DenseRegisters.Set(value[HllFormat.HeaderBytes..], element.Register, element.Rank);
        }
        return changed;
    }

    /// <summary>Changes a copy, begun when the first register has to be raised: runs come and go, and the form may change.</summary>
    private bool AddToSparse(CommandContext context, ref Entry entry, out bool sound)
    {
        HllDraft? draft = null;
        bool changed = false;
        sound = true;
        for (int i = FirstElement; i < context.Args.Count && sound; i++)
        {
            ElementHash element = ElementHash.Of(context.Args[i]);
            if (draft is null && SparseRegisters.Holds(entry.Value, element.Register, element.Rank))
                continue;
            draft ??= HllDraft.BeginFrom(entry.Value);
            RegisterChange change = draft.Raise(element, settings.SparseMaxBytes);
            changed |= change == RegisterChange.Raised;
            sound = change != RegisterChange.Broken;
        }
        if (changed)
            HllLookup.Replace(context, ref entry, draft!.Value);
        return changed;
    }
}
