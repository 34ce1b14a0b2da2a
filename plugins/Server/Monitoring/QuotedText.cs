using System.Buffers;

namespace CacheStorm.Plugins.Server;

/// <summary>Bytes in double quotes, so that any of them can be read on a line: Redis' escapes, which redis-cli takes as input, too.</summary>
internal static class QuotedText
{
    private const int LongestEscape = 4;

    public static void Append(IBufferWriter<byte> text, ReadOnlySpan<byte> value)
    {
        Raw(text, "\""u8);
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAnyExcept(s_plain);
            if (plain < 0)
                plain = value.Length;
            Raw(text, value[..plain]);
            value = value[plain..];
            if (value.IsEmpty)
                break;
            Escape(text, value[0]);
            value = value[1..];
        }
        Raw(text, "\""u8);
    }

    private static readonly SearchValues<byte> s_plain = SearchValues.Create(PrintableBytes());

    private static void Escape(IBufferWriter<byte> text, byte value)
    {
        Span<byte> room = text.GetSpan(LongestEscape);
        room[0] = (byte)'\\';
        room[1] = value switch
        {
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\a' => (byte)'a',
            (byte)'\b' => (byte)'b',
            (byte)'\\' or (byte)'"' => value,
            _ => (byte)'x',
        };
        if (room[1] != (byte)'x')
        {
            text.Advance(2);
            return;
        }
        room[2] = "0123456789abcdef"u8[value >> 4];
        room[3] = "0123456789abcdef"u8[value & 15];
        text.Advance(LongestEscape);
    }

    private static void Raw(IBufferWriter<byte> text, ReadOnlySpan<byte> bytes) => text.Write(bytes);

    private static byte[] PrintableBytes()
    {
        var bytes = new List<byte>();
        for (byte value = (byte)' '; value <= (byte)'~'; value++)
        {
            if (value is not ((byte)'\\' or (byte)'"'))
                bytes.Add(value);
        }
        return [.. bytes];
    }
}
