namespace CacheStorm.Host.Network;

/// <content>Arrays of bulk strings: <c>*2\r\n$3\r\nGET\r\n$1\r\na\r\n</c>.</content>
internal sealed partial class RequestParser
{
    /// <returns>The length of the whole command, 0 when it isn't whole, -1 for an error.</returns>
    private int ParseArray(ReadOnlySpan<byte> bytes, int origin, RequestBatch batch, bool authenticated)
    {
        int position = _scanned;
        int missing = _missingArguments;
        if (missing == 0)
        {
            int line = ReadNumber(bytes, position, out long number);
            if (line <= 0)
                return line == 0 ? NoLineYet(bytes, position, "too big mbulk count string"u8)
                    : Fail("invalid multibulk length"u8);
            if (number > int.MaxValue)
                return Fail("invalid multibulk length"u8);
            if (number > ProtocolLimits.MaxArgumentsUnauthenticated && !authenticated)
                return Fail("unauthenticated multibulk length"u8);
            _lineScanned = 0;
            if (number <= 0)
                return position + line;
            position += line;
            missing = (int)number;
        }

        int firstRange = batch.RangeCount;
        int bulk = _bulkLength;
        while (true)
        {
            if (bulk == NoLength)
            {
                int line = ReadNumber(bytes, position, out long length);
                if (line == 0)
                {
                    Keep(position, missing, NoLength, batch, firstRange, origin);
                    return NoLineYet(bytes, position, "too big bulk count string"u8);
                }
                _lineScanned = 0;
                if (bytes[position] != '$')
                    return NotABulk(bytes[position]);
                if (line < 0 || length < 0 || length > limits.MaxBulkLength)
                    return Fail("invalid bulk length"u8);
                if (length > ProtocolLimits.MaxBulkLengthUnauthenticated && !authenticated)
                    return Fail("unauthenticated bulk length"u8);
                position += line;
                bulk = (int)length;
            }

            if (bytes.Length - position - 2 < bulk)
            {
                Keep(position, missing, bulk, batch, firstRange, origin);
                return 0;
            }
            if (_pending is null)
                batch.AddRange(origin + position, bulk);
            else
                AddPending(new ArgumentRange(position, bulk));
            position += bulk + 2;
            bulk = NoLength;
            if (--missing == 0)
                break;
        }

        if (_pending is not null)
            batch.AddRanges(_pending.AsSpan(0, _pendingCount), origin);
        if (_scanned != 0)
            Reset();
        batch.EndCommand(firstRange, origin + position);
        return position;
    }

    /// <summary>Reads the number of a header line, whose first byte is its type.</summary>
    /// <returns>The length of the line with its end, 0 when the end isn't there, -1 when it holds no number.</returns>
    private int ReadNumber(ReadOnlySpan<byte> bytes, int position, out long number)
    {
        number = 0;
        // The usual line has one to three digits; they are read without looking for the end first.
        int index = position + 1;
        int quick = Math.Min(bytes.Length - 1, index + 4);
        long value = 0;
        while (index < quick)
        {
            uint digit = (uint)bytes[index] - '0';
            if (digit > 9)
                break;
            value = value * 10 + digit;
            index++;
        }
        if (index < bytes.Length - 1 && index > position + 1 && bytes[index] == '\r'
            && (bytes[position + 1] != '0' || index == position + 2))
        {
            number = value;
            return index + 2 - position;
        }

        int from = Math.Max(_lineScanned, position);
        int end = from < bytes.Length ? bytes[from..].IndexOf((byte)'\r') : -1;
        if (end < 0)
            return 0;
        end += from;
        if (end + 1 >= bytes.Length)
            return 0;
        if (end == position)
            return -1; // not even a type
        return Numbers.TryParseInt64(bytes[(position + 1)..end], out number) ? end + 2 - position : -1;
    }

    /// <summary>The line's end is still to come: remembers how far it was sought, unless the line is too long.</summary>
    private int NoLineYet(ReadOnlySpan<byte> bytes, int lineStart, ReadOnlySpan<byte> complaint)
    {
        if (bytes.Length - lineStart > ProtocolLimits.MaxLineLength)
            return Fail(complaint);
        // A carriage return may be the last byte; it is looked at again.
        _lineScanned = Math.Max(bytes.Length - 1, 0);
        return 0;
    }

    private int NotABulk(byte found) => Fail([.. "expected '$', got '"u8, found, .. "'"u8]);

    private void Keep(int position, int missing, int bulk, RequestBatch batch, int firstRange, int origin)
    {
        if (_pending is null)
        {
            foreach (ArgumentRange range in batch.RangesFrom(firstRange))
                AddPending(new ArgumentRange(range.Offset - origin, range.Length));
            batch.DropRangesFrom(firstRange);
            _pending ??= new ArgumentRange[4];
        }
        _scanned = position;
        _missingArguments = missing;
        _bulkLength = bulk;
    }

    private void AddPending(ArgumentRange range)
    {
        _pending ??= new ArgumentRange[4];
        if (_pendingCount == _pending.Length)
            Array.Resize(ref _pending, _pendingCount * 2);
        _pending[_pendingCount++] = range;
    }
}
