using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// The elements of one SORT in rented arrays, and how they are put in order: merging, from runs of sixteen upwards, so that equals
/// keep their places. Belongs to a thread and is used again; all that it rents goes back at the end of the command.
/// </summary>
internal sealed class SortVector : IDisposable
{
    private const int Run = 16;
    private const int FirstRoom = 64;

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

    public void Sort(bool descending)
    {
        Span<SortRecord> records = Records;
        if (descending)
        {
            foreach (ref SortRecord record in records)
                record.Key = ~record.Key;
        }
        for (int start = 0; start < records.Length; start += Run)
            SortRun(records.Slice(start, Math.Min(Run, records.Length - start)), descending);
        if (records.Length <= Run)
            return;

        SortRecord[] from = _records;
        SortRecord[] to = ArrayPool<SortRecord>.Shared.Rent(records.Length);
        for (long width = Run; width < records.Length; width *= 2)
        {
            for (long start = 0; start < records.Length; start += 2 * width)
            {
                int middle = (int)Math.Min(start + width, records.Length);
                int end = (int)Math.Min(start + 2 * width, records.Length);
                Merge(from.AsSpan((int)start, middle - (int)start), from.AsSpan(middle, end - middle), to.AsSpan((int)start), descending);
            }
            (from, to) = (to, from);
        }
        _records = from;
        ArrayPool<SortRecord>.Shared.Return(to);
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
