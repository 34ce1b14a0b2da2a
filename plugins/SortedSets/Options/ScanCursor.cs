using System.Buffers.Text;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>A cursor as text: an unsigned 64-bit number, read as leniently as C's <c>strtoul</c> does but for leading blanks.</summary>
internal static class ScanCursor
{
    /// <summary>The most bytes that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 20;

    /// <summary>Reads a cursor: a sign is allowed (minus wraps around), nothing at all is 0, and a zero byte ends it.</summary>
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

    /// <summary>Writes a cursor and returns its length.</summary>
    public static int Format(ulong cursor, Span<byte> room)
    {
        Utf8Formatter.TryFormat(cursor, room, out int length);
        return length;
    }
}
