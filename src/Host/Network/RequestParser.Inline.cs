namespace CacheStorm.Host.Network;

/// <content>Commands typed as a line: <c>SET greeting "hello\r\n"</c>.</content>
internal sealed partial class RequestParser
{
    /// <returns>The length of the whole line, 0 when it isn't whole, -1 for an error.</returns>
    private int ParseLine(Span<byte> bytes, int origin, RequestBatch batch)
    {
        int from = _lineScanned;
        int newline = bytes[from..].IndexOf((byte)'\n');
        if (newline < 0)
        {
            if (bytes.Length > ProtocolLimits.MaxLineLength)
                return Fail("too big inline request"u8);
            _lineScanned = bytes.Length;
            return 0;
        }

        newline += from;
        _lineScanned = 0;
        int end = newline > 0 && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        int firstRange = batch.RangeCount;
        if (!SplitLine(bytes[..end], origin, batch))
            return Fail("unbalanced quotes in request"u8);
        if (batch.RangeCount > firstRange)
            batch.EndCommand(firstRange, origin + newline + 1);
        return newline + 1;
    }

    /// <summary>
    /// Splits at blanks, with quotes and escapes. An argument never grows by being unquoted, so it is written back
    /// over its own text. A zero byte ends the line.
    /// </summary>
    private static bool SplitLine(Span<byte> line, int origin, RequestBatch batch)
    {
        int zero = line.IndexOf((byte)0);
        if (zero >= 0)
            line = line[..zero];

        int position = 0;
        while (true)
        {
            while (position < line.Length && IsSpace(line[position]))
                position++;
            if (position == line.Length)
                return true;

            int start = position;
            int length = 0;
            while (position < line.Length && !EndsWord(line[position]))
            {
                byte current = line[position++];
                if (current is not ((byte)'"' or (byte)'\''))
                {
                    line[start + length++] = current;
                    continue;
                }
                bool closed = current == '"'
                    ? UnquoteDouble(line, start, ref position, ref length)
                    : UnquoteSingle(line, start, ref position, ref length);
                if (!closed)
                    return false;
                break; // a closing quote ends the word
            }
            batch.AddRange(origin + start, length);
        }
    }

    private static bool UnquoteDouble(Span<byte> line, int start, ref int position, ref int length)
    {
        while (position < line.Length)
        {
            byte current = line[position++];
            if (current == '"')
                return position == line.Length || IsSpace(line[position]);
            if (current == '\\' && position + 2 < line.Length && line[position] == 'x'
                && char.IsAsciiHexDigit((char)line[position + 1]) && char.IsAsciiHexDigit((char)line[position + 2]))
            {
                current = (byte)(FromHex(line[position + 1]) * 16 + FromHex(line[position + 2]));
                position += 3;
            }
            else if (current == '\\' && position < line.Length)
            {
                current = Unescape(line[position++]);
            }
            line[start + length++] = current;
        }
        return false;
    }

    private static bool UnquoteSingle(Span<byte> line, int start, ref int position, ref int length)
    {
        while (position < line.Length)
        {
            byte current = line[position++];
            if (current == '\'')
                return position == line.Length || IsSpace(line[position]);
            if (current == '\\' && position < line.Length && line[position] == '\'')
            {
                current = (byte)'\'';
                position++;
            }
            line[start + length++] = current;
        }
        return false;
    }

    private static byte Unescape(byte escaped) => escaped switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'a' => 0x07,
        _ => escaped,
    };

    private static int FromHex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private static bool EndsWord(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
