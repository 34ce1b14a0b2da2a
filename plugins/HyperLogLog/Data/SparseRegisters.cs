namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>What became of raising a register.</summary>
internal enum RegisterChange
{
    /// <summary>It held as much already.</summary>
    None,
    /// <summary>It was raised.</summary>
    Raised,
    /// <summary>The sparse form can't hold the value or grows too long: the dense form must.</summary>
    NeedsDense,
    /// <summary>The runs don't cover the register: the value is broken.</summary>
    Broken,
}

/// <summary>
/// Registers as runs (the sparse form). Changes follow Redis' rules where there is a choice of runs, so that the same elements in the
/// same order give the same bytes.
/// </summary>
internal static class SparseRegisters
{
    /// <summary>By how many bytes a change may make the value longer.</summary>
    public const int MaxGrowth = 4;

    /// <summary>How many runs behind a change are looked at for neighbours to unite.</summary>
    private const int UnitedRuns = 5;

    /// <summary>The length of a value without elements.</summary>
    public const int EmptyBytes = HllFormat.HeaderBytes + 2;

    /// <summary>Writes a value without elements.</summary>
    /// <param name="value">At least <see cref="EmptyBytes"/>.</param>
    public static void WriteEmpty(Span<byte> value)
    {
        HllFormat.WriteHeader(value, HllFormat.Sparse);
        SparseRun.WriteZeros(value[HllFormat.HeaderBytes..], HllFormat.Registers);
    }

    /// <summary>Copies all registers, a byte each.</summary>
    /// <param name="value">The value.</param>
    /// <param name="registers">Receives them; all of them are written.</param>
    /// <returns>False when the runs don't make up all registers.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> value, Span<byte> registers)
    {
        registers = registers[..HllFormat.Registers];
        registers.Clear();
        long at = 0;
        for (int position = HllFormat.HeaderBytes; position < value.Length;)
        {
            SparseRun run = SparseRun.At(value, position);
            if (run.Opcode == SparseOpcode.Value)
            {
                if (at + run.Count > registers.Length)
                    break;
                registers.Slice((int)at, run.Count).Fill((byte)run.Value);
            }
            at += run.Count;
            position += run.Size;
        }
        return at == registers.Length;
    }

    /// <summary>Counts how many registers hold each value.</summary>
    /// <returns>False when the runs don't make up all registers.</returns>
    public static bool TryCount(ReadOnlySpan<byte> value, ref RegisterHistogram histogram)
    {
        long total = 0;
        for (int position = HllFormat.HeaderBytes; position < value.Length;)
        {
            SparseRun run = SparseRun.At(value, position);
            total += run.Count;
            if (total > HllFormat.Registers)
                return false;
            histogram.Add(run.Value, run.Count);
            position += run.Size;
        }
        return total == HllFormat.Registers;
    }

    /// <summary>Raises a register to a rank, if it holds less.</summary>
    /// <param name="room">The value, with <see cref="MaxGrowth"/> bytes behind it.</param>
    /// <param name="length">The value's length; changed.</param>
    /// <param name="register">The register.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="maxLength">How long the value may grow.</param>
    public static RegisterChange Raise(Span<byte> room, ref int length, int register, int rank, long maxLength)
    {
        if (rank > SparseRun.MaxValue)
            return RegisterChange.NeedsDense;

        int previous = HllFormat.HeaderBytes;
        int position = HllFormat.HeaderBytes;
        int first = 0;
        SparseRun run = default;
        while (position < length)
        {
            run = SparseRun.At(room[..length], position);
            if (register < first + run.Count)
                break;
            previous = position;
            position += run.Size;
            first += run.Count;
        }
        if (position >= length)
            return RegisterChange.Broken;
        if (run.Value >= rank)
            return RegisterChange.None;

        if (run.Count == 1 && run.Opcode != SparseOpcode.LongZero)
            room[position] = SparseRun.OfValue(rank, 1);
        else if (!TrySplit(room, ref length, position, run, register - first, rank, maxLength))
            return RegisterChange.NeedsDense;

        Unite(room, ref length, previous);
        HllFormat.MakeStale(room);
        return RegisterChange.Raised;
    }

    /// <summary>True when raising would change nothing. Cheaper than to try, since nothing has to be copied.</summary>
    public static bool Holds(ReadOnlySpan<byte> value, int register, int rank)
    {
        int first = 0;
        for (int position = HllFormat.HeaderBytes; position < value.Length;)
        {
            SparseRun run = SparseRun.At(value, position);
            first += run.Count;
            if (register < first)
                return run.Value >= rank;
            position += run.Size;
        }
        return false;
    }

    /// <summary>Replaces a run by what is in front of the register, the register, and what is behind it.</summary>
    private static bool TrySplit(Span<byte> room, ref int length, int position, SparseRun run, int before, int rank, long maxLength)
    {
        Span<byte> parts = stackalloc byte[5];
        int size = 0;
        int behind = run.Count - before - 1;
        if (before > 0)
            size += WritePart(parts, run, before);
        parts[size++] = SparseRun.OfValue(rank, 1);
        if (behind > 0)
            size += WritePart(parts[size..], run, behind);

        int growth = size - run.Size;
        if (growth > 0 && length + growth > maxLength)
            return false;
        int next = Math.Min(position + run.Size, length);
        room[next..length].CopyTo(room[(position + size)..]);
        parts[..size].CopyTo(room[position..]);
        length += growth;
        return true;
    }

    private static int WritePart(Span<byte> to, SparseRun run, int count)
    {
        if (run.Opcode != SparseOpcode.Value)
            return SparseRun.WriteZeros(to, count);
        to[0] = SparseRun.OfValue(run.Value, count);
        return 1;
    }

    /// <summary>Unites neighbours of the same value, from the run in front of a change on.</summary>
    private static void Unite(Span<byte> room, ref int length, int from)
    {
        int position = from;
        for (int i = 0; i < UnitedRuns && position < length; i++)
        {
            SparseRun run = SparseRun.At(room[..length], position);
            if (run.Opcode == SparseOpcode.Value && position + 1 < length)
            {
                SparseRun next = SparseRun.At(room[..length], position + 1);
                int count = run.Count + next.Count;
                if (next.Value == run.Value && count <= SparseRun.MaxValueCount)
                {
                    room[position] = SparseRun.OfValue(run.Value, count);
                    room[(position + 2)..length].CopyTo(room[(position + 1)..]);
                    length--;
                    continue;
                }
            }
            position += run.Size;
        }
    }
}
