namespace CacheStorm.Plugins.Keys;

/// <summary>
/// One SORT on its way: load the elements, find what they are compared by, put them in order, hand them out. Elements are copied
/// before any other key is looked at, as a look at a key may remove it when its time has come.
/// </summary>
internal ref struct Sorting
{
    private readonly CommandContext _context;
    private readonly SortOptions _options;
    private readonly SortVector _vector;
    private bool _ordered;
    private bool _alpha;
    private int _by;
    private int _count;
    private int _start;
    private int _end;

    public Sorting(CommandContext context, in SortOptions options, SortVector vector)
    {
        _context = context;
        _options = options;
        _vector = vector;
        _ordered = options.KeepsOrder;
        _alpha = options.Alpha;
        _by = options.By;
    }

    /// <summary>Copies the elements. Without a sorted order to make, those that LIMIT leaves out are passed over.</summary>
    /// <returns>False when the key holds no collection.</returns>
    public bool TryLoad()
    {
        if (!_context.Keyspace.TryFind(_context.Args[1], out Entry entry))
            return true;
        switch (entry.Type)
        {
            case ListType list:
                Load(list, in entry);
                return true;
            case SetType set:
                Load(set, in entry);
                return true;
            case SortedSetType sortedSet:
                Load(sortedSet, in entry);
                return true;
            default:
                return false;
        }
    }

    /// <returns>False when an element can't be compared as a number.</returns>
    public bool TryOrder()
    {
        if (_ordered)
            return true;
        if (_by != 0 ? !TryCompareByPattern() : !TryCompareByElement())
            return false;
        _vector.Sort(_options.Descending, _end);
        return true;
    }

    public readonly void Answer()
    {
        ReplyWriter reply = _context.Reply;
        reply.Array(checked((_end - _start) * _options.ValuesPerElement));
        if (_options.Gets.IsEmpty)
        {
            foreach (ref readonly SortRecord record in _vector.Records[_start.._end])
                reply.Bulk(_vector.ElementOf(in record));
            return;
        }

        using var references = new SortReferences(_context);
        foreach (ref readonly SortRecord record in _vector.Records[_start.._end])
        {
            foreach (int get in _options.Gets)
            {
                if (references.TryRead(new SortPattern(_context.Args[get]), _vector.ElementOf(in record), out PackedElement value))
                    value.WriteTo(reply);
                else
                    reply.Null();
            }
        }
    }

    /// <summary>Makes a list of the result; none at all when it is empty. What has no value is stored as an empty text.</summary>
    public readonly void Store(ListType lists)
    {
        ReadOnlySpan<byte> destination = _context.Args[_options.Store];
        if (_options.Gets.IsEmpty)
        {
            Store(lists, destination, _vector, _vector.Records[_start.._end]);
            return;
        }

        // All values are read before the destination changes: it may be one of the keys that are read.
        SortVector values = SortVector.Rent();
        try
        {
            using var references = new SortReferences(_context);
            foreach (ref readonly SortRecord record in _vector.Records[_start.._end])
            {
                foreach (int get in _options.Gets)
                {
                    references.TryRead(new SortPattern(_context.Args[get]), _vector.ElementOf(in record), out PackedElement value);
                    values.Add(in value);
                }
            }
            Store(lists, destination, values, values.Records);
        }
        finally
        {
            values.Dispose();
        }
    }

    private readonly void Store(ListType lists, ReadOnlySpan<byte> destination, SortVector source, ReadOnlySpan<SortRecord> records)
    {
        Keyspace keyspace = _context.Keyspace;
        if (records.IsEmpty)
        {
            if (keyspace.Remove(destination))
                _context.KeyEvent(KeyEventKinds.Generic, "del"u8, destination);
        }
        else
        {
            lists.Replace(keyspace, destination, source.ElementOf(in records[0]));
            foreach (ref readonly SortRecord record in records[1..])
                lists.Push(keyspace, destination, ListEnd.Tail, source.ElementOf(in record));
            _context.KeyEvent(KeyEventKinds.List, "sortstore"u8, destination);
        }
        _context.Reply.Integer(records.Length);
    }

    private void Load(ListType list, in Entry entry)
    {
        SetRange(list.Count(in entry));
        (int from, int to) = LoadedRange(entry.Type);
        ElementPosition position = default;
        for (int i = 0; i < to && list.Next(in entry, ref position, out PackedElement element); i++)
        {
            if (i >= from)
                _vector.Add(in element);
        }
        FinishLoad(from, to);
    }

    private void Load(SetType set, in Entry entry)
    {
        // A stored result must come out the same everywhere, and a set has no order of its own.
        if (_ordered && _options.Store != 0)
        {
            _ordered = false;
            _alpha = true;
            _by = 0;
        }
        SetRange(set.Count(in entry));
        ElementPosition position = default;
        while (set.Next(in entry, ref position, out PackedElement element))
            _vector.Add(in element);
    }

    private void Load(SortedSetType sortedSet, in Entry entry)
    {
        SetRange(sortedSet.Count(in entry));
        (int from, int to) = LoadedRange(entry.Type);
        ElementPosition position = default;
        for (int i = 0; i < to && sortedSet.Next(in entry, ref position, out PackedElement element, out _); i++)
        {
            if (i >= from)
                _vector.Add(in element);
        }
        FinishLoad(from, to);
    }

    private void SetRange(long count)
    {
        long start = Math.Min(_options.Offset, count);
        _start = checked((int)start);
        _end = checked((int)(_options.Limit < 0 ? count : start + Math.Min(_options.Limit, count - start)));
        _count = checked((int)count);
    }

    /// <summary>Which elements, counted from the first, are needed.</summary>
    private readonly (int From, int To) LoadedRange(DataType type) =>
        !_ordered || type is SetType ? (0, _count)
        : _options.Descending ? (_count - _end, _count - _start)
        : (_start, _end);

    private void FinishLoad(int from, int to)
    {
        if (!_ordered)
            return;
        if (_options.Descending)
            _vector.Records.Reverse();
        _start = 0;
        _end = to - from;
    }

    private readonly bool TryCompareByElement()
    {
        foreach (ref SortRecord record in _vector.Records)
        {
            ReadOnlySpan<byte> element = _vector.ElementOf(in record);
            if (_alpha)
                record.CompareBy(record.Element, Collated(element));
            else if (SortScore.TryParse(element, out double score))
                record.CompareBy(score);
            else
                return false;
        }
        return true;
    }

    private readonly bool TryCompareByPattern()
    {
        var pattern = new SortPattern(_context.Args[_by]);
        using var references = new SortReferences(_context);
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        foreach (ref SortRecord record in _vector.Records)
        {
            bool found = references.TryRead(in pattern, _vector.ElementOf(in record), out PackedElement value);
            if (_alpha)
            {
                ReadOnlySpan<byte> text = Collated(value.Text(scratch));
                if (found)
                    record.CompareBy(_vector.Texts.Add(text), text);
                else
                    record.CompareByNothing();
            }
            else
            {
                double score = value.Number;
                if (found && !value.IsNumber && !SortScore.TryParse(value.Bytes, out score))
                    return false;
                record.CompareBy(score);
            }
        }
        return true;
    }

    // Answers follow the C library's collation, for which a text ends at a zero byte; stored results follow the bytes.
    private readonly ReadOnlySpan<byte> Collated(ReadOnlySpan<byte> text) =>
        _options.Store == 0 && text.IndexOf((byte)0) is var end and >= 0 ? text[..end] : text;
}
