namespace CacheStorm;

/// <summary>
/// Walks through replies in RESP2 or RESP3, one element at a time: <see cref="Read"/> goes to the next one, and the
/// elements of an aggregate follow it. For whoever called a command and wants to know what it answered. It holds a
/// span over the bytes and copies nothing.
/// </summary>
public ref struct ReplyReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Begins at the first of the replies.</summary>
    public ReplyReader(ReadOnlySpan<byte> replies) => _bytes = replies;

    /// <summary>What the element is.</summary>
    public ReplyType Type { get; private set; }

    /// <summary>
    /// The text of the element: of a string or an error without its mark, of a number its digits, of a verbatim string
    /// what follows its kind. Empty for aggregates and nulls.
    /// </summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The number of an integer, 1 for true, else 0.</summary>
    public long Integer { get; private set; }

    /// <summary>The number of elements that follow and belong to this one: for a map and an attribute twice its pairs.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it is a null of any protocol: <c>_</c>, <c>$-1</c> or <c>*-1</c>.</summary>
    public bool IsNull { get; private set; }

    /// <summary>Whether it is an error of either kind.</summary>
    public readonly bool IsError => Type is ReplyType.Error or ReplyType.BulkError;

    /// <summary>Whether elements follow that belong to it.</summary>
    public readonly bool IsAggregate => !IsNull
        && Type is ReplyType.Array or ReplyType.Map or ReplyType.Set or ReplyType.Push or ReplyType.Attribute;

    /// <summary>How many bytes have been read.</summary>
    public readonly int Position => _position;

    /// <summary>The number of a double; false when it is none.</summary>
    public readonly bool TryGetDouble(out double value)
    {
        value = double.NaN;
        return Type == ReplyType.Double && (Value.SequenceEqual("nan"u8) || Numbers.TryParseDouble(Value, out value));
    }

    /// <summary>Goes to the next element.</summary>
    /// <returns>False at the end of the bytes.</returns>
    /// <exception cref="FormatException">The bytes are no reply, or not a whole one.</exception>
    public bool Read()
    {
        if (_position == _bytes.Length)
        {
            Type = ReplyType.None;
            return false;
        }

        Type = (ReplyType)_bytes[_position];
        int lineEnd = _bytes[_position..].IndexOf("\r\n"u8);
        if (lineEnd < 0)
            throw Broken("its first line has no end");
        ReadOnlySpan<byte> line = _bytes.Slice(_position + 1, lineEnd - 1);
        _position += lineEnd + 2;
        Value = default;
        Integer = 0;
        Count = 0;
        IsNull = false;
        ReadBody(line);
        return true;
    }

    /// <summary>Passes over what belongs to the element just read, so that the next <see cref="Read"/> finds its neighbour.</summary>
    public void SkipChildren()
    {
        long left = ChildCount();
        while (left > 0)
        {
            if (!Read())
                throw Broken("elements are missing");
            left += ChildCount() - 1;
        }
    }

    private readonly long ChildCount() =>
        !IsAggregate ? 0 : Type == ReplyType.Attribute ? Count + 1L : Count;

    private void ReadBody(ReadOnlySpan<byte> line)
    {
        switch (Type)
        {
            case ReplyType.SimpleString or ReplyType.Error or ReplyType.Double or ReplyType.BigNumber:
                Value = line;
                break;
            case ReplyType.Integer:
                Value = line;
                Integer = Number(line);
                break;
            case ReplyType.Boolean:
                Value = line;
                Integer = line.SequenceEqual("t"u8) ? 1 : 0;
                break;
            case ReplyType.Null:
                IsNull = true;
                break;
            case ReplyType.Bulk or ReplyType.BulkError or ReplyType.Verbatim:
                ReadBytes(Number(line));
                break;
            case ReplyType.Array or ReplyType.Set or ReplyType.Push:
                ReadCount(Number(line));
                break;
            case ReplyType.Map or ReplyType.Attribute:
                ReadCount(Pairs(line));
                break;
            default:
                throw Broken($"no reply begins with the byte {(byte)Type}");
        }
    }

    private void ReadBytes(long length)
    {
        if (length == -1)
        {
            IsNull = true;
            return;
        }
        if (length < 0 || length > _bytes.Length - _position - 2)
            throw Broken("a string is cut off");
        Value = _bytes.Slice(_position, (int)length);
        _position += (int)length + 2;
        if (Type != ReplyType.Verbatim)
            return;
        if (length < 4)
            throw Broken("a verbatim string has no kind");
        Value = Value[4..];
    }

    private void ReadCount(long count)
    {
        if (count is < -1 or > int.MaxValue)
            throw Broken("an aggregate has an impossible length");
        IsNull = count == -1;
        Count = IsNull ? 0 : (int)count;
    }

    private readonly long Pairs(ReadOnlySpan<byte> line)
    {
        long pairs = Number(line);
        return pairs is > int.MaxValue or < 0 ? long.MaxValue : 2 * pairs;
    }

    private readonly long Number(ReadOnlySpan<byte> line) =>
        Numbers.TryParseInt64(line, out long number) ? number : throw Broken("a number can't be read");

    private readonly FormatException Broken(string why) => new($"The reply is broken before byte {_position}: {why}.");
}
