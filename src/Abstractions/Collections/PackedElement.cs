namespace CacheStorm;

/// <summary>
/// An element of a collection as it is stored: bytes, or a number whose decimal text was what somebody sent. Lives as long as the
/// bytes that it points into: until the next change to the entry.
/// </summary>
public readonly ref struct PackedElement
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>An element of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public PackedElement(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>An element that is a number.</summary>
    /// <param name="number">The number.</param>
    public PackedElement(long number)
    {
        Number = number;
        IsNumber = true;
    }

    /// <summary>True when it is stored as a number.</summary>
    public bool IsNumber { get; }

    /// <summary>The number, where <see cref="IsNumber"/>.</summary>
    public long Number { get; }

    /// <summary>The bytes, where not <see cref="IsNumber"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The length of its text in bytes.</summary>
    public int TextLength => IsNumber ? Numbers.LengthOfInt64(Number) : _bytes.Length;

    /// <summary>The element as a client sees it.</summary>
    /// <param name="scratch">Room for a number's digits: at least <see cref="Numbers.MaxInt64Length"/> bytes.</param>
    /// <returns>The element's own bytes, or a part of <paramref name="scratch"/>.</returns>
    public ReadOnlySpan<byte> Text(Span<byte> scratch) => IsNumber ? scratch[..Numbers.FormatInt64(scratch, Number)] : _bytes;

    /// <summary>Writes it as a bulk string.</summary>
    /// <param name="reply">The reply.</param>
    public void WriteTo(ReplyWriter reply)
    {
        if (IsNumber)
            reply.BulkInteger(Number);
        else
            reply.Bulk(_bytes);
    }

    /// <summary>Writes it down as an RDB string.</summary>
    /// <param name="writer">The writer.</param>
    public void WriteTo(RdbWriter writer)
    {
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        writer.String(Text(scratch));
    }

    /// <summary>True when its text is this.</summary>
    /// <param name="text">The text.</param>
    public bool Is(ReadOnlySpan<byte> text)
    {
        if (!IsNumber)
            return _bytes.SequenceEqual(text);
        return Numbers.TryParseInt64(text, out long number) && number == Number;
    }

    /// <summary>Reads it as a 64-bit integer, as strictly as Redis.</summary>
    /// <param name="number">The number.</param>
    public bool TryInt64(out long number)
    {
        if (!IsNumber)
            return Numbers.TryParseInt64(_bytes, out number);
        number = Number;
        return true;
    }
}
