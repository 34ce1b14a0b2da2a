using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm;

/// <summary>
/// The bytes of one bucket of a <see cref="MemberTable"/>, as a view: number of entries, bytes of entries, the entries one behind the other; and
/// from the block's end downwards a byte of hash for each of them, so that most entries needn't be looked at.
/// </summary>
internal readonly ref struct MemberBucket(Span<byte> block)
{
    public const int HeaderBytes = 6;

    public readonly Span<byte> Block = block;

    public int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.Read<ushort>(Block);
        private set => MemoryMarshal.Write(Block, (ushort)value);
    }

    /// <summary>Bytes of all entries.</summary>
    public int Used
    {
        get => MemoryMarshal.Read<int>(Block[2..]);
        private set => MemoryMarshal.Write(Block[2..], in value);
    }

    public int End => HeaderBytes + Used;

    /// <summary>The bytes that the bucket needs now.</summary>
    public int Needed => LengthFor(Used, Count);

    /// <summary>The hash bytes, that of the last entry first.</summary>
    public Span<byte> Tags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Block[^Count..];
    }

    public static int LengthFor(int used, int count) => HeaderBytes + used + count;

    public byte TagOf(int index) => Block[^(index + 1)];

    public void SetTag(int index, byte tag) => Block[^(index + 1)] = tag;

    /// <summary>Lets go of all entries but the first ones.</summary>
    /// <param name="count">How many stay.</param>
    /// <param name="end">Where they end.</param>
    public void Keep(int count, int end)
    {
        Count = count;
        Used = end - HeaderBytes;
    }

    /// <summary>Makes room for an entry at the end; the caller writes it.</summary>
    /// <returns>Where it begins.</returns>
    public int Append(int size, byte tag)
    {
        int offset = End;
        Used += size;
        int count = Count;
        Block[^(count + 1)] = tag;
        Count = count + 1;
        return offset;
    }

    /// <summary>Takes out an entry.</summary>
    public void Remove(int index, int offset, int end)
    {
        Block[end..End].CopyTo(Block[offset..]);
        Used -= end - offset;
        int count = Count;
        Block[^count..^(index + 1)].CopyTo(Block[^(count - 1)..]);
        Count = count - 1;
    }

    /// <summary>Moves what stands behind an entry; there must be room.</summary>
    public void ShiftTail(int from, int distance)
    {
        Block[from..End].CopyTo(Block[(from + distance)..]);
        Used += distance;
    }

    /// <summary>Copies all entries into an empty bucket.</summary>
    public void CopyTo(MemberBucket target)
    {
        Block[..End].CopyTo(target.Block);
        Tags.CopyTo(target.Tags);
    }

    /// <summary>Which entry begins at an offset.</summary>
    public int IndexAt(int offset, int fixedValueLength)
    {
        int index = 0;
        for (int at = HeaderBytes; at < offset; index++)
            at = MemberEntry.EndAt(Block, at, fixedValueLength);
        return index;
    }

    /// <summary>Where an entry begins.</summary>
    public int OffsetOf(int index, int fixedValueLength)
    {
        int offset = HeaderBytes;
        for (; index > 0; index--)
            offset = MemberEntry.EndAt(Block, offset, fixedValueLength);
        return offset;
    }
}
