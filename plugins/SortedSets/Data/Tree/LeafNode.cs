using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// A leaf's bytes: the handles of its neighbours, how many entries there are and where the last member begins; the entries' scores, side by
/// side so that they are compared many at once; their slots; room; and from the block's end backwards the members in order (or the handles
/// of the blocks that hold long ones).
/// </summary>
/// <param name="block">The bytes.</param>
internal readonly ref struct LeafNode(Span<byte> block)
{
    private const int PreviousAt = 0;
    private const int NextAt = 4;
    private const int CountAt = 8;
    private const int StartAt = 10;
    private const int HeaderBytes = 12;
    private const int ScoreBytes = sizeof(double);
    private const int SlotBytes = sizeof(ushort);
    private const int FixedBytes = ScoreBytes + SlotBytes;

    // A slot is where its member begins, and this bit where a handle stands for the member. A member ends where the one before it begins.
    private const int OutlinedBit = 0x8000;

    private readonly Span<byte> _block = block;

    public int Previous
    {
        get => Read<int>(PreviousAt);
        set => Write(PreviousAt, value);
    }

    public int Next
    {
        get => Read<int>(NextAt);
        set => Write(NextAt, value);
    }

    public int Count
    {
        get => Read<ushort>(CountAt);
        private set => Write(CountAt, (ushort)value);
    }

    /// <summary>The scores, in order.</summary>
    public Span<double> Scores
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.Cast<byte, double>(_block.Slice(HeaderBytes, Count * ScoreBytes));
    }

    /// <summary>The bytes that entries can take, all included.</summary>
    public int Capacity => _block.Length - HeaderBytes;

    /// <summary>The bytes that the entries take, all included.</summary>
    public int Used => Count * FixedBytes + _block.Length - Start;

    // Where the last member begins; the block's end when there is none.
    private int Start
    {
        get => Read<ushort>(StartAt);
        set => Write(StartAt, (ushort)value);
    }

    private Span<ushort> Slots => SlotsOf(Count);

    /// <summary>Makes zero bytes a leaf without entries.</summary>
    public void Begin() => Start = _block.Length;

    /// <summary>The bytes that an entry takes, all included.</summary>
    public static int SizeOf(int payloadLength) => FixedBytes + payloadLength;

    /// <summary>The member, or the handle of its block.</summary>
    /// <param name="index">Which entry.</param>
    /// <param name="isOutlined">True for a handle.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> PayloadAt(int index, out bool isOutlined)
    {
        ReadOnlySpan<ushort> slots = Slots;
        int slot = slots[index];
        isOutlined = (slot & OutlinedBit) != 0;
        int start = slot & ~OutlinedBit;
        int end = index == 0 ? _block.Length : slots[index - 1] & ~OutlinedBit;
        return _block[start..end];
    }

    /// <summary>Inserts an entry; there must be room.</summary>
    public void Insert(int index, double score, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        int start = OpenGap(index, 1, payload.Length);
        Scores[index] = score;
        Slots[index] = (ushort)(start | (isOutlined ? OutlinedBit : 0));
        payload.CopyTo(_block[start..]);
    }

    /// <summary>Inserts entries of another leaf; there must be room.</summary>
    public void InsertRange(int index, LeafNode source, int start, int count)
    {
        int end = source.EndOf(start);
        int from = source.EndOf(start + count);
        int to = OpenGap(index, count, end - from);
        source._block[from..end].CopyTo(_block[to..]);
        source.Scores.Slice(start, count).CopyTo(Scores[index..]);
        Span<ushort> slots = Slots.Slice(index, count);
        source.Slots.Slice(start, count).CopyTo(slots);
        Shift(slots, to - from);
    }

    public void RemoveRange(int index, int count)
    {
        int left = Count - count;
        int end = EndOf(index);
        int start = EndOf(index + count);
        _block[Start..start].CopyTo(_block[(Start + end - start)..]);
        Start += end - start;

        Span<double> scores = Scores;
        Span<ushort> slots = Slots;
        scores[(index + count)..].CopyTo(scores[index..]);
        Count = left;
        Span<ushort> target = Slots;
        slots[..index].CopyTo(target);
        slots[(index + count)..].CopyTo(target[index..]);
        Shift(target[index..], end - start);
    }

    /// <summary>Gives an entry another score, and with it another place.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="target">Before which of the entries it belongs now.</param>
    /// <param name="score">Its new score.</param>
    /// <param name="payload">What stands in it; elsewhere.</param>
    /// <param name="isOutlined">True for a handle.</param>
    public void Move(int index, int target, double score, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        if (target == index || target == index + 1)
        {
            Scores[index] = score;
            return;
        }

        RemoveRange(index, 1);
        Insert(target > index ? target - 1 : target, score, payload, isOutlined);
    }

    /// <summary>How many entries from the begin take at least so many bytes.</summary>
    public int CountOfBytes(int bytes)
    {
        int index = 0;
        while (index < Count && _block.Length - EndOf(index) + index * FixedBytes < bytes)
            index++;
        return index;
    }

    /// <returns>Where the new members' bytes begin.</returns>
    private int OpenGap(int index, int entries, int bytes)
    {
        int end = EndOf(index);
        _block[Start..end].CopyTo(_block[(Start - bytes)..]);
        Start -= bytes;

        // What is last moves first, so that nothing is overwritten before it has moved.
        int count = Count;
        Span<ushort> slots = Slots;
        Span<ushort> target = SlotsOf(count + entries);
        slots[index..].CopyTo(target[(index + entries)..]);
        slots[..index].CopyTo(target);
        Shift(target[(index + entries)..], -bytes);
        Count = count + entries;
        Span<double> scores = Scores;
        scores[index..count].CopyTo(scores[(index + entries)..]);
        return end - bytes;
    }

    // Where the member of an entry ends; for the number of entries, where the last one begins.
    private int EndOf(int index) => index == 0 ? _block.Length : Slots[index - 1] & ~OutlinedBit;

    // Where the slots are when there are so many entries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<ushort> SlotsOf(int count) =>
        MemoryMarshal.Cast<byte, ushort>(_block.Slice(HeaderBytes + count * ScoreBytes, count * SlotBytes));

    // The bit stays as it is: offsets need none of it, and a distance downwards wraps around.
    private static void Shift(Span<ushort> slots, int distance)
    {
        Span<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(slots);
        Vector<ushort> distances = new((ushort)distance);
        foreach (ref Vector<ushort> vector in vectors)
            vector += distances;
        foreach (ref ushort slot in slots[(vectors.Length * Vector<ushort>.Count)..])
            slot = (ushort)(slot + distance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Read<T>(int offset) where T : unmanaged => MemoryMarshal.Read<T>(_block[offset..]);

    private void Write<T>(int offset, T value) where T : unmanaged => MemoryMarshal.Write(_block[offset..], in value);
}
