using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <content>The pieces that frames are made of.</content>
public sealed partial class ReplyWriter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Header(byte type, long number)
    {
        if (_buffer.Length - _position < HeaderRoom)
            NextChunk(HeaderRoom);
        _position += WriteHeader(_buffer.AsSpan(_position), type, number);
    }

    /// <summary>Type, number, line end. The room must be there: <see cref="HeaderRoom"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteHeader(Span<byte> room, byte type, long number)
    {
        if ((ulong)number <= 9)
        {
            room[3] = (byte)'\n';
            room[0] = type;
            room[1] = (byte)('0' + number);
            room[2] = (byte)'\r';
            return 4;
        }
        return WriteLongHeader(room, type, number);
    }

    private static int WriteLongHeader(Span<byte> room, byte type, long number)
    {
        room[0] = type;
        int digits;
        if ((ulong)number <= 99)
        {
            (uint tens, uint ones) = Math.DivRem((uint)number, 10u);
            room[1] = (byte)('0' + tens);
            room[2] = (byte)('0' + ones);
            digits = 2;
        }
        else
        {
            digits = Numbers.FormatInt64(room[1..], number);
        }
        room[digits + 2] = (byte)'\n';
        room[digits + 1] = (byte)'\r';
        return digits + 3;
    }

    private void Line(byte type, ReadOnlySpan<byte> text)
    {
        if (text.Length > ReplyChunkPool.ChunkSize - HeaderRoom)
            text = text[..(ReplyChunkPool.ChunkSize - HeaderRoom)]; // nobody reads a line of 16 KiB
        if (_buffer.Length - _position < text.Length + 3)
            NextChunk(text.Length + 3);

        Span<byte> room = _buffer.AsSpan(_position, text.Length + 3);
        room[0] = type;
        Span<byte> body = room.Slice(1, text.Length);
        text.CopyTo(body);
        if (body.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
        {
            body.Replace((byte)'\r', (byte)' ');
            body.Replace((byte)'\n', (byte)' ');
        }
        room[^2] = (byte)'\r';
        room[^1] = (byte)'\n';
        _position += room.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LargeBulk(ReadOnlySpan<byte> value)
    {
        Header((byte)'$', value.Length);
        RawAcrossChunks(value);
        Raw("\r\n"u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RawAcrossChunks(ReadOnlySpan<byte> bytes)
    {
        int fits = Math.Min(_buffer.Length - _position, bytes.Length);
        bytes[..fits].CopyTo(_buffer.AsSpan(_position));
        _position += fits;
        bytes = bytes[fits..];
        if (bytes.IsEmpty)
            return;

        // Two bytes more, so that the line end of a large bulk stays in its chunk.
        NextChunk(bytes.Length + 2);
        bytes.CopyTo(_buffer.AsSpan(_position));
        _position += bytes.Length;
    }
}
