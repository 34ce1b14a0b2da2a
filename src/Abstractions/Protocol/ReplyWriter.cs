using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// Writes replies in RESP2 or RESP3, whichever the client speaks. What a handler writes through here becomes the
/// bytes on the wire; a handler writes exactly one reply. Owned by one connection (or one capture) and touched by
/// its owner's thread only; no lock.
/// </summary>
public sealed partial class ReplyWriter
{
    private const int HeaderRoom = 24;

    /// <summary>Makes a writer of its own, to capture replies or to build a message once for many receivers.</summary>
    /// <param name="protocolVersion">2 or 3.</param>
    public ReplyWriter(int protocolVersion = 2)
        : this(ReplyChunkPool.Shared) => ProtocolVersion = protocolVersion;

    internal ReplyWriter(ReplyChunkPool pool) => _pool = pool;

    /// <summary>The version of RESP that the client asked for: 2 or 3.</summary>
    public int ProtocolVersion { get; internal set; } = 2;

    private bool IsResp3 => ProtocolVersion >= 3;

    /// <summary><c>+OK</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ok() => Raw("+OK\r\n"u8);

    /// <summary>A simple string. Line breaks in it become spaces, as they would break the frame.</summary>
    public void SimpleString(ReadOnlySpan<byte> text) => Line((byte)'+', text);

    /// <summary>
    /// An error; the message starts with its code in capitals (<c>ERR …</c>) and has no minus in front. Line breaks
    /// in it become spaces.
    /// </summary>
    public void Error(ReadOnlySpan<byte> message)
    {
        RememberError(message);
        Line((byte)'-', message);
    }

    /// <summary>An integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(long value) => Header((byte)':', value);

    /// <summary>A string of bytes.</summary>
    public void Bulk(ReadOnlySpan<byte> value)
    {
        int length = value.Length;
        if (length > ReplyChunkPool.ChunkSize - 2 * HeaderRoom)
        {
            LargeBulk(value);
            return;
        }
        if (_buffer.Length - _position < length + HeaderRoom)
            NextChunk(length + HeaderRoom);

        Span<byte> room = _buffer.AsSpan(_position);
        int header = WriteHeader(room, (byte)'$', length);
        value.CopyTo(room[header..]);
        room[header + length + 1] = (byte)'\n';
        room[header + length] = (byte)'\r';
        _position += header + length + 2;
    }

    /// <summary>An integer as a string of bytes.</summary>
    public void BulkInteger(long value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        Bulk(text[..Numbers.FormatInt64(text, value)]);
    }

    /// <summary>A double as a string of bytes, in either protocol.</summary>
    public void BulkNumber(double value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        Bulk(text[..Numbers.FormatDouble(text, value)]);
    }

    /// <summary>No value.</summary>
    public void Null() => Raw(IsResp3 ? "_\r\n"u8 : "$-1\r\n"u8);

    /// <summary>No array; RESP2 tells it from <see cref="Null"/>.</summary>
    public void NullArray() => Raw(IsResp3 ? "_\r\n"u8 : "*-1\r\n"u8);

    /// <summary>Starts an array; <paramref name="count"/> replies follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Array(int count) => Header((byte)'*', count);

    /// <summary>Starts a map; keys and values follow in turn. RESP2 sees an array twice as long.</summary>
    public void Map(int pairs)
    {
        if (IsResp3)
            Header((byte)'%', pairs);
        else
            Header((byte)'*', 2L * pairs);
    }

    /// <summary>Starts a set; <paramref name="count"/> replies follow. RESP2 sees an array.</summary>
    public void Set(int count) => Header(IsResp3 ? (byte)'~' : (byte)'*', count);

    /// <summary>Starts a push message; <paramref name="count"/> replies follow. RESP2 sees an array.</summary>
    public void Push(int count) => Header(IsResp3 ? (byte)'>' : (byte)'*', count);

    /// <summary>Starts an attribute, which only RESP3 has; keys and values follow in turn, then the reply itself.</summary>
    /// <exception cref="InvalidOperationException">The client speaks RESP2.</exception>
    public void Attribute(int pairs)
    {
        if (!IsResp3)
            throw new InvalidOperationException("RESP2 has no attributes; look at ProtocolVersion first.");
        Header((byte)'|', pairs);
    }

    /// <summary>True or false; RESP2 sees 1 or 0.</summary>
    public void Boolean(bool value)
    {
        if (IsResp3)
            Raw(value ? "#t\r\n"u8 : "#f\r\n"u8);
        else
            Integer(value ? 1 : 0);
    }

    /// <summary>A double; RESP2 sees a string of bytes.</summary>
    public void Double(double value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        ReadOnlySpan<byte> digits = text[..Numbers.FormatDouble(text, value)];
        if (IsResp3)
            Line((byte)',', digits);
        else
            Bulk(digits);
    }

    /// <summary>A number of any size in decimal; RESP2 sees a string of bytes.</summary>
    public void BigNumber(ReadOnlySpan<byte> digits)
    {
        if (IsResp3)
            Line((byte)'(', digits);
        else
            Bulk(digits);
    }

    /// <summary>Text of a kind (<c>txt</c>, <c>mkd</c>); RESP2 sees a string of bytes.</summary>
    /// <param name="kind">Exactly three bytes.</param>
    /// <param name="text">The text.</param>
    public void Verbatim(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> text)
    {
        if (kind.Length != 3)
            throw new ArgumentException("The kind of a verbatim string has three letters.", nameof(kind));
        if (!IsResp3)
        {
            Bulk(text);
            return;
        }
        Header((byte)'=', text.Length + 4L);
        Raw(kind);
        Raw(":"u8);
        Raw(text);
        Raw("\r\n"u8);
    }

    /// <summary>Bytes that are whole frames already, or parts of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> frames)
    {
        if (_buffer.Length - _position < frames.Length)
        {
            RawAcrossChunks(frames);
            return;
        }
        frames.CopyTo(_buffer.AsSpan(_position));
        _position += frames.Length;
    }
}
