using System.Buffers.Text;

namespace CacheStorm;

/// <summary>A cursor of SCAN and its kin as text: an unsigned 64-bit number, read as leniently as C's <c>strtoul</c> does but for leading blanks.</summary>
public static class ScanCursor
{
    /// <summary>Reads a cursor: a sign is allowed (minus wraps around), nothing at all is 0, and a zero byte ends it.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>False when it is none: <see cref="Errors.InvalidCursor"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ulong cursor)
    {
        cursor = 0;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;

        bool negative = text[0] == (byte)'-';
        if (negative || text[0] == (byte)'+')
            text = text[1..];
        if (text.IsEmpty)
            return false;
        foreach (byte character in text)
        {
            uint digit = (uint)character - '0';
            if (digit > 9 || cursor > (ulong.MaxValue - digit) / 10)
                return false;
            cursor = cursor * 10 + digit;
        }
        if (negative)
            cursor = unchecked(0 - cursor);
        return true;
    }

    /// <summary>Begins the reply of SCAN and its kin: an array of two, the next cursor and what was found, which the caller writes.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="next">The next cursor; 0: done.</param>
    public static void BeginReply(ReplyWriter reply, ulong next)
    {
        ArgumentNullException.ThrowIfNull(reply);
        reply.Array(2);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        reply.Bulk(text[..Format(next, text)]);
    }

    /// <summary>Replies that nothing was found and the walk is done, as for a key that is not there.</summary>
    /// <param name="reply">The reply.</param>
    public static void ReplyNothing(ReplyWriter reply)
    {
        BeginReply(reply, 0);
        reply.Array(0);
    }

    /// <summary>Writes a cursor and returns its length, at most 20.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="room">At least <see cref="Numbers.MaxInt64Length"/> bytes.</param>
    public static int Format(ulong cursor, Span<byte> room)
    {
        Utf8Formatter.TryFormat(cursor, room, out int length);
        return length;
    }
}
