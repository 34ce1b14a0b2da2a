using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// The elements of one SORT in rented arrays, and how they are put in order: few by merging, from runs of sixteen upwards, many by their
/// keys, and when few are wanted, by keeping the best. Equals keep their places. Belongs to a thread and is used again; all that it rents goes back at the end of the command.
/// </summary>
internal sealed class SortVector : IDisposable
{
    private const int Run = 16;
    private const int FirstRoom = 64;
    private const int Many = 1024;
    private const int FewWanted = 8;
    private const int SmallestBatch = 256;

    [ThreadStatic]
    private static SortVector? s_spare;

    private SortRecord[] _records = [];
    private int _count;

    /// <summary>Where the texts of the records stand.</summary>
    public SortTexts Texts { get; } = new();

    public Span<SortRecord> Records => _records.AsSpan(0, _count);

    public static SortVector Rent()
    {
        SortVector vector = s_spare ?? new SortVector();
        s_spare = null;
        return vector;
    }

    public void Add(in PackedElement element)
    {
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        Add(element.Text(scratch));
    }

    public void Add(ReadOnlySpan<byte> element)
    {
        if (_count == _records.Length)
            Grow();
        ref SortRecord record = ref _records[_count++];
        record = default;
        record.Element = Texts.Add(element);
        record.ElementLength = element.Length;
    }

    public ReadOnlySpan<byte> ElementOf(in SortRecord record) => Texts.Read(record.Element, record.ElementLength);

    /// <summary>Puts the records in order.</summary>
    /// <param name="descending">The largest first.</param>
    /// <param name="wanted">How many from the first on are wanted; what stands behind them has no meaning afterwards.</param>
    public void Sort(bool descending, int wanted)
    {
        Span<SortRecord> records = Records;
        if (descending)
        {
            foreach (ref SortRecord record in records)
                record.Key = ~record.Key;
        }
        if (records.Length < 2 || wanted == 0)
            return;

        SortRecord[] scratch = ArrayPool<SortRecord>.Shared.Rent(records.Length);
        if (wanted <= records.Length / FewWanted)
            SortFirst(records, wanted, scratch, descending);
        else if (records.Length < Many)
            MergeRuns(records, scratch, descending);
        else
            SortMany(ref scratch, descending);
        ArrayPool<SortRecord>.Shared.Return(scratch);
    }

    public void Dispose()
    {
        if (_records.Length > 0)
            ArrayPool<SortRecord>.Shared.Return(_records);
        _records = [];
        _count = 0;
        Texts.Clear();
        s_spare = this;
    }

    /// <summary>By the keys first; then the records of each key by their texts.</summary>
    private void SortMany(ref SortRecord[] scratch, bool descending)
    {
        SortKeys.Sort(Records, scratch.AsSpan(0, _count));
        (_records, scratch) = (scratch, _records);
        Span<SortRecord> records = Records;
        for (int start = 0; start < records.Length;)
        {
            int end = start + 1;
            while (end < records.Length && records[end].Key == records[start].Key)
                end++;
            if (end - start > 1)
                MergeRuns(records[start..end], scratch, descending);
            start = end;
        }
    }

    /// <summary>
    /// Keeps the best so far in front, in order. Whoever precedes the last of them stands behind them for a while, until there are
    /// enough to be merged in.
    /// </summary>
    private void SortFirst(Span<SortRecord> records, int wanted, Span<SortRecord> scratch, bool descending)
    {
        int room = Math.Max(wanted, SmallestBatch);
        int batch = Math.Min(wanted + room, records.Length);
        MergeRuns(records[..batch], scratch, descending);
        int waiting = 0;
        for (int i = batch; i < records.Length; i++)
        {
            if (!Precedes(in records[i], in records[wanted - 1], descending))
                continue;
            records[wanted + waiting++] = records[i];
            if (waiting == room)
            {
                MergeWaiting(records, wanted, waiting, scratch, descending);
                waiting = 0;
            }
        }
        MergeWaiting(records, wanted, waiting, scratch, descending);
    }

    private void MergeWaiting(Span<SortRecord> records, int wanted, int waiting, Span<SortRecord> scratch, bool descending)
    {
        if (waiting == 0)
            return;
        Span<SortRecord> late = records.Slice(wanted, waiting);
        MergeRuns(late, scratch, descending);
        Merge(records[..wanted], late, scratch, descending);
        scratch[..wanted].CopyTo(records);
    }

    private void MergeRuns(Span<SortRecord> records, Span<SortRecord> scratch, bool descending)
    {
        for (int start = 0; start < records.Length; start += Run)
            SortRun(records.Slice(start, Math.Min(Run, records.Length - start)), descending);

        Span<SortRecord> from = records;
        Span<SortRecord> to = scratch[..records.Length];
        for (long width = Run; width < records.Length; width *= 2)
        {
            for (long start = 0; start < records.Length; start += 2 * width)
            {
                int middle = (int)Math.Min(start + width, records.Length);
                int end = (int)Math.Min(start + 2 * width, records.Length);
                Merge(from[(int)start..middle], from[middle..end], to[(int)start..end], descending);
            }
            Span<SortRecord> done = to;
            to = from;
            from = done;
        }
        // An odd number of rounds ends in the scratch.
        if (!from.Overlaps(records))
            from.CopyTo(records);
    }

    private void SortRun(Span<SortRecord> run, bool descending)
    {
        for (int i = 1; i < run.Length; i++)
        {
            SortRecord moving = run[i];
            int place = i;
            for (; place > 0 && Precedes(in moving, in run[place - 1], descending); place--)
                run[place] = run[place - 1];
            run[place] = moving;
        }
    }

    private void Merge(ReadOnlySpan<SortRecord> left, ReadOnlySpan<SortRecord> right, Span<SortRecord> result, bool descending)
    {
        if (right.IsEmpty || !Precedes(in right[0], in left[^1], descending))
        {
            left.CopyTo(result);
            right.CopyTo(result[left.Length..]);
            return;
        }

        int l = 0, r = 0, next = 0;
        while (l < left.Length && r < right.Length)
            result[next++] = Precedes(in right[r], in left[l], descending) ? right[r++] : left[l++];
        left[l..].CopyTo(result[next..]);
        right[r..].CopyTo(result[(next + left.Length - l)..]);
    }

    private bool Precedes(in SortRecord first, in SortRecord second, bool descending) =>
        first.Key != second.Key ? first.Key < second.Key : TextPrecedes(in first, in second, descending);

    private bool TextPrecedes(in SortRecord first, in SortRecord second, bool descending)
    {
        int order = Texts.Read(first.Text, first.TextLength).SequenceCompareTo(Texts.Read(second.Text, second.TextLength));
        // Equal bytes differ only by being there at all.
        if (order == 0)
            order = first.TextLength.CompareTo(second.TextLength);
        return descending ? order > 0 : order < 0;
    }

    private void Grow()
    {
        SortRecord[] larger = ArrayPool<SortRecord>.Shared.Rent(Math.Max(FirstRoom, checked(_count * 2)));
        Records.CopyTo(larger);
        if (_records.Length > 0)
            ArrayPool<SortRecord>.Shared.Return(_records);
        _records = larger;
    }
}
