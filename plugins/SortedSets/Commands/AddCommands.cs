using System.Buffers;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZADD and ZINCRBY: members come, and scores change.</summary>
internal sealed class AddCommands(ZSetType type)
{
    [Command("ZADD", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Add one or more members to a sorted set, or update its score if it already exists",
        Complexity = "O(log(N)) for each item added, where N is the number of elements in the sorted set.",
        Arguments = "key:key#0 condition=(nx!NX | xx!XX)?^3.0.2 comparison=(gt!GT | lt!LT)?^6.2.0 change!CH?^3.0.2 increment!INCR?^3.0.2 score_member={score:double member:string}*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("2.4.0", "Accepts multiple elements.")]
    [CommandHistory("3.0.2", "Added the `XX`, `NX`, `CH` and `INCR` options.")]
    [CommandHistory("6.2.0", "Added the `GT` and `LT` options.")]
    public void ZAdd(CommandContext context) => Add(context, AddFlags.None);

    [Command("ZINCRBY", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Increment the score of a member in a sorted set",
        Complexity = "O(log(N)) where N is the number of elements in the sorted set.",
        Arguments = "key:key#0 increment:integer member:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void ZIncrBy(CommandContext context) => Add(context, AddFlags.Increment);

    private void Add(CommandContext context, AddFlags flags)
    {
        ReadOnlySpan<byte> error = AddOptions.TryParse(context.Args.List, flags, out AddOptions options);
        if (!error.IsEmpty)
        {
            context.Reply.Error(error);
            return;
        }

        int pairs = (context.Args.Count - options.FirstPair) / 2;
        if (pairs == 1)
        {
            if (context.Args.TryDouble(options.FirstPair, out double score))
                Add(context, options, new ReadOnlySpan<double>(in score));
            return;
        }

        // Nothing changes before all scores are known to be some.
        double[] rented = ArrayPool<double>.Shared.Rent(pairs);
        Span<double> scores = rented.AsSpan(0, pairs);
        if (TryScores(context, options.FirstPair, scores))
            Add(context, options, scores);
        ArrayPool<double>.Shared.Return(rented);
    }

    private static bool TryScores(CommandContext context, int first, Span<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (!context.Args.TryDouble(first + 2 * i, out scores[i]))
                return false;
        }
        return true;
    }

    private void Add(CommandContext context, AddOptions options, ReadOnlySpan<double> scores)
    {
        ReadOnlySpan<byte> key = context.Key;
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, key, out SortedSet set, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        var changes = new ScoreChanges(options);
        if (found == LookupResult.Found || !options.Has(AddFlags.OnlyExisting))
        {
            if (found == LookupResult.Missing)
                set = SortedSet.Create(type, context.Keyspace, key);
            ArgumentList arguments = context.Args.List;
            for (int i = 0; i < scores.Length; i++)
            {
                if (changes.Apply(ref set, arguments[options.FirstPair + 2 * i + 1], scores[i]))
                    continue;
                context.Reply.Error(SortedSetErrors.NotANumber);
                return;
            }
        }

        bool increments = options.Has(AddFlags.Increment);
        if (changes.Added + changes.Updated > 0)
            context.KeyEvent(KeyEventKinds.SortedSet, increments ? "zincr"u8 : "zadd"u8, key);
        if (!increments)
            context.Reply.Integer(options.Has(AddFlags.CountChanged) ? changes.Added + changes.Updated : changes.Added);
        else if (changes.IsRefused)
            context.Reply.Null();
        else
            context.Reply.Double(changes.LastScore);
    }
}
