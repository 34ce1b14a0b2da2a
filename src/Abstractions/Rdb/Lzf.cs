using System.Buffers.Binary;

namespace CacheStorm;

/// <summary>
/// The LZF format that RDB files compress strings with: literal runs (a byte below 32, one less than the run's length, then the run) and
/// back references (3 bits of length and 13 bits of distance, a third byte when the length needs more).
/// The compressor is the format's usual greedy one with a table of 2^16 places, and decides as Redis' own does, so that the same string
/// yields the same bytes. The table belongs to the thread and is never cleared: each call numbers positions from a base of its own.
/// </summary>
internal static class Lzf
{
    private const int TableBits = 16;
    private const int LongestRun = 1 << 5;
    private const int FarthestMatch = 1 << 13;
    private const int LongestMatch = (1 << 8) + (1 << 3);
    private const int LongForm = 7;
    private const int UnlimitedSteps = 16;

    [ThreadStatic]
    private static uint[]? s_table;
    [ThreadStatic]
    private static uint s_base;

    /// <summary>Compresses.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="output">Receives the compressed form.</param>
    /// <returns>Its length; 0 when it does not fit the output.</returns>
    public static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.IsEmpty || output.IsEmpty)
            return 0;

        uint[] table = s_table ??= new uint[1 << TableBits];
        uint origin = ClaimPositions(table, input.Length);
        int read = 0;
        int write = 1;   // a run's first byte is its length, filled in when the run ends
        int run = 0;
        int lastTriple = input.Length - 2;

        while (read < lastTriple)
        {
            ref uint place = ref table[Place(input, read)];
            uint seen = place;
            place = origin + (uint)read;

            // Position 0 is never referred to; what is not beyond the origin stems from an earlier call.
            int candidate = seen > origin ? (int)(seen - origin) : 0;
            int distance = read - candidate - 1;
            if (candidate == 0 || distance >= FarthestMatch || !SameTriple(input, candidate, read))
            {
                if (write >= output.Length)
                    return 0;
                output[write++] = input[read++];
                if (++run == LongestRun)
                {
                    output[write - run - 1] = LongestRun - 1;
                    run = 0;
                    write++;
                }
                continue;
            }

            if (write - (run == 0 ? 1 : 0) + 4 >= output.Length)
                return 0;
            if (run == 0)
                write--;
            else
                output[write - run - 1] = (byte)(run - 1);
            run = 0;

            int length = MatchLength(input, candidate, read);
            int stored = length - 2;
            if (stored < LongForm)
            {
                output[write++] = (byte)((distance >> 8) | (stored << 5));
            }
            else
            {
                output[write++] = (byte)((distance >> 8) | (LongForm << 5));
                output[write++] = (byte)(stored - LongForm);
            }
            output[write++] = (byte)distance;
            write++;

            read += length;
            if (read >= lastTriple)
                break;
            // Only the last two positions of a match become known.
            table[Place(input, read - 2)] = origin + (uint)(read - 2);
            table[Place(input, read - 1)] = origin + (uint)(read - 1);
        }

        return CloseRun(input[read..], output, write, run);
    }

    /// <summary>How long compressed bytes are when they are expanded; found without expanding them.</summary>
    /// <param name="input">The compressed bytes.</param>
    /// <returns>-1 when they are broken.</returns>
    public static long ExpandedLength(ReadOnlySpan<byte> input)
    {
        long length = 0;
        for (int read = 0; read < input.Length;)
        {
            int control = input[read++];
            if (control < LongestRun)
            {
                read += control + 1;
                length += control + 1;
                if (read > input.Length)
                    return -1;
                continue;
            }

            int match = control >> 5;
            if (match == LongForm)
            {
                if (read >= input.Length)
                    return -1;
                match += input[read++];
            }
            if (read >= input.Length)
                return -1;
            int distance = ((control & 0x1F) << 8) + input[read++] + 1;
            if (distance > length)
                return -1;
            length += match + 2;
        }
        return length;
    }

    /// <summary>Expands bytes that <see cref="ExpandedLength"/> found sound.</summary>
    /// <param name="input">The compressed bytes.</param>
    /// <param name="output">Receives them; exactly as long as they become.</param>
    public static void Expand(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int write = 0;
        for (int read = 0; read < input.Length;)
        {
            int control = input[read++];
            if (control < LongestRun)
            {
                input.Slice(read, control + 1).CopyTo(output[write..]);
                read += control + 1;
                write += control + 1;
                continue;
            }

            int match = control >> 5;
            if (match == LongForm)
                match += input[read++];
            match += 2;
            int source = write - (((control & 0x1F) << 8) + input[read++]) - 1;
            if (source + match <= write)
            {
                output.Slice(source, match).CopyTo(output[write..]);
                write += match;
                continue;
            }
            // The reference runs into what it produces: that repeats the bytes.
            for (int end = write + match; write < end; write++)
                output[write] = output[source++];
        }
    }

    private static uint ClaimPositions(uint[] table, int length)
    {
        uint origin = s_base;
        if (origin > uint.MaxValue - (uint)length - 1)
        {
            Array.Clear(table);
            origin = 0;
        }
        s_base = origin + (uint)length;
        return origin;
    }

    private static int Place(ReadOnlySpan<byte> input, int at)
    {
        int triple = (input[at] << 16) | (input[at + 1] << 8) | input[at + 2];
        return ((triple >> (24 - TableBits)) - triple * 5) & ((1 << TableBits) - 1);
    }

    private static bool SameTriple(ReadOnlySpan<byte> input, int first, int second) =>
        input[first + 2] == input[second + 2]
        && BinaryPrimitives.ReadUInt16LittleEndian(input[first..]) == BinaryPrimitives.ReadUInt16LittleEndian(input[second..]);

    private static int MatchLength(ReadOnlySpan<byte> input, int candidate, int read)
    {
        // Three bytes are known to match. With enough left, the next sixteen are compared without looking at the limit
        // (which stands two short of the end), so a match may end beyond it: the same string must give the same bytes.
        int most = Math.Min(input.Length - read - 2, LongestMatch);
        int length = 3;
        if (most > UnlimitedSteps)
        {
            for (; length < 3 + UnlimitedSteps; length++)
            {
                if (input[candidate + length] != input[read + length])
                    return length;
            }
        }
        while (length < most && input[candidate + length] == input[read + length])
            length++;
        return length;
    }

    private static int CloseRun(ReadOnlySpan<byte> rest, Span<byte> output, int write, int run)
    {
        // At most three bytes and a new run's length can be missing.
        if (write + 3 > output.Length)
            return 0;
        foreach (byte literal in rest)
        {
            output[write++] = literal;
            if (++run == LongestRun)
            {
                output[write - run - 1] = LongestRun - 1;
                run = 0;
                write++;
            }
        }
        if (run == 0)
            return write - 1;
        output[write - run - 1] = (byte)(run - 1);
        return write;
    }
}
