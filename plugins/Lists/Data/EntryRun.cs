namespace CacheStorm.Plugins.Lists.Data;

/// <summary>An element that others are compared with, its text looked at once only.</summary>
internal readonly ref struct ElementMatch
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly long _number;
    private readonly bool _isNumber;

    public ElementMatch(ReadOnlySpan<byte> text)
    {
        _text = text;
        _isNumber = Numbers.TryParseInt64(text, out _number);
    }

    public bool Is(PackedElement element) => element.IsNumber
        ? _isNumber && element.Number == _number
        : element.Bytes.SequenceEqual(_text);
}

/// <summary>Works on packed entries that stand side by side, in a node or in a listpack. Stateless.</summary>
internal static class EntryRun
{
    public static int Count(ReadOnlySpan<byte> entries, int start, int end)
    {
        int count = 0;
        for (; start < end; count++)
            start = ListpackEntry.Next(entries, start);
        return count;
    }

    /// <summary>Takes out entries that are equal to an element and moves the others together, to the front.</summary>
    /// <param name="run">The entries.</param>
    /// <param name="from">Which ones go when there are more than <paramref name="most"/>: the first or the last.</param>
    /// <param name="most">How many to take out at most.</param>
    /// <param name="wanted">The element.</param>
    /// <param name="length">The bytes that are left.</param>
    /// <returns>How many were taken out.</returns>
    public static long Remove(Span<byte> run, ListEnd from, long most, scoped in ElementMatch wanted, out int length)
    {
        long skip = 0;
        if (from == ListEnd.Tail)
            skip = Math.Max(0, Matches(run, wanted) - most);

        long removed = 0;
        int kept = 0;      // the entries in front of it are in place
        int pending = 0;   // from here to the reader they stay, but are not moved yet
        for (int position = 0; position < run.Length && removed < most;)
        {
            int begin = position;
            if (!wanted.Is(ListpackEntry.Read(run, position, out position)) || skip-- > 0)
                continue;
            Keep(run, ref kept, pending, begin);
            pending = position;
            removed++;
        }

        Keep(run, ref kept, pending, run.Length);
        length = kept;
        return removed;
    }

    private static long Matches(ReadOnlySpan<byte> run, scoped in ElementMatch wanted)
    {
        long matches = 0;
        for (int position = 0; position < run.Length;)
        {
            if (wanted.Is(ListpackEntry.Read(run, position, out position)))
                matches++;
        }

        return matches;
    }

    private static void Keep(Span<byte> run, ref int kept, int begin, int end)
    {
        if (kept != begin)
            run[begin..end].CopyTo(run[kept..]);
        kept += end - begin;
    }
}
