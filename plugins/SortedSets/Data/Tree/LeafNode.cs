using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// A leaf's bytes: the handles of its neighbours, how many entries there are and where they end; the entries in order, each a score and
/// the member (or the handle of the block that holds a long one); room; and from the block's end backwards, each entry's slot.
/// </summary>
/// <param name="block">The bytes.</param>
internal readonly ref struct LeafNode(Span<byte> block)
{
    private const int PreviousAt = 0;
    private const int NextAt = 4;
    private const int CountAt = 8;
    private const int EndAt = 10;
    private const int HeaderBytes = 12;
    private const int ScoreBytes = sizeof(double);
    private const int SlotBytes = sizeof(ushort);

    // A slot is where its entry begins, and this bit where a handle stands for the member.
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

    /// <summary>The bytes that entries can take, slots included.</summary>
    public int Capacity => _block.Length - HeaderBytes;

    /// <summary>The bytes that the entries take, slots included.</summary>
    public int Used => End - HeaderBytes + Count * SlotBytes;

    private int End
    {
        get => Read<ushort>(EndAt);
        set => Write(EndAt, (ushort)value);
    }

    /// <summary>Makes zero bytes a leaf without entries.</summary>
    public void Begin() => End = HeaderBytes;

    /// <summary>The bytes that an entry takes, slot included.</summary>
    public static int SizeOf(int payloadLength) => ScoreBytes + payloadLength + SlotBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ScoreAt(int index) => Read<double>(OffsetAt(index));

    public void SetScore(int index, double score) => Write(OffsetAt(index), score);

    /// <summary>The member, or the handle of its block.</summary>
    /// <param name="index">Which entry.</param>
    /// <param name="isOutlined">True for a handle.</param>
    public ReadOnlySpan<byte> PayloadAt(int index, out bool isOutlined)
    {
        int slot = SlotAt(index);
        isOutlined = (slot & OutlinedBit) != 0;
        return _block[((slot & ~OutlinedBit) + ScoreBytes)..OffsetAt(index + 1)];
    }

    /// <summary>Inserts an entry; there must be room.</summary>
    public void Insert(int index, double score, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        int offset = OpenGap(index, 1, ScoreBytes + payload.Length);
        SetSlot(index, offset | (isOutlined ? OutlinedBit : 0));
        Write(offset, score);
        payload.CopyTo(_block[(offset + ScoreBytes)..]);
    }

    /// <summary>Inserts entries of another leaf; there must be room.</summary>
    public void InsertRange(int index, LeafNode source, int start, int count)
    {
        int from = source.OffsetAt(start);
        int length = source.OffsetAt(start + count) - from;
        int offset = OpenGap(index, count, length);
        source._block.Slice(from, length).CopyTo(_block[offset..]);
        for (int i = 0; i < count; i++)
            SetSlot(index + i, source.SlotAt(start + i) + offset - from);
    }

    public void RemoveRange(int index, int count)
    {
        int from = OffsetAt(index);
        int to = OffsetAt(index + count);
        int left = Count - count;
        _block[to..End].CopyTo(_block[from..]);
        for (int i = index; i < left; i++)
            SetSlot(i, SlotAt(i + count) - (to - from));
        Count = left;
        End -= to - from;
    }

    /// <summary>How many entries from the begin take at least so many bytes.</summary>
    public int CountOfBytes(int bytes)
    {
        int index = 0;
        while (index < Count && OffsetAt(index) - HeaderBytes + index * SlotBytes < bytes)
            index++;
        return index;
    }

    private int OpenGap(int index, int entries, int bytes)
    {
        int count = Count;
        int end = End;
        int offset = OffsetAt(index);
        _block[offset..end].CopyTo(_block[(offset + bytes)..]);
        for (int i = count - 1; i >= index; i--)
            SetSlot(i + entries, SlotAt(i) + bytes);
        Count = count + entries;
        End = end + bytes;
        return offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int OffsetAt(int index) => index < Count ? SlotAt(index) & ~OutlinedBit : End;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotAt(int index) => Read<ushort>(_block.Length - (index + 1) * SlotBytes);

    private void SetSlot(int index, int slot) => Write(_block.Length - (index + 1) * SlotBytes, (ushort)slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Read<T>(int offset) where T : unmanaged => MemoryMarshal.Read<T>(_block[offset..]);

    private void Write<T>(int offset, T value) where T : unmanaged => MemoryMarshal.Write(_block[offset..], in value);
}
