using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>
/// A node of a large list: a block with a run of packed entries somewhere in its middle, so that elements come and go at either end
/// without moving the others. In front of it stands where the run begins and ends. A view; the list owns the block.
/// </summary>
internal readonly ref struct ListNode(Span<byte> block)
{
    public const int HeaderBytes = 2 * sizeof(int);

    // What an entry takes beside its element's text at most: five bytes in front, five behind.
    private const int MostAround = 10;

    public Span<byte> Block { get; } = block;

    public ref int Start => ref MemoryMarshal.AsRef<Bounds>(Block).Start;

    public ref int End => ref MemoryMarshal.AsRef<Bounds>(Block).End;

    public int Used => End - Start;

    public int Capacity => Block.Length - HeaderBytes;

    public int FrontRoom => Start - HeaderBytes;

    public int BackRoom => Block.Length - End;

    public Span<byte> Run => Block[Start..End];

    public bool TryPush(ListEnd end, ReadOnlySpan<byte> element) => end == ListEnd.Tail ? TryAppend(element) : TryPrepend(element);

    public void Push(ListEnd end, ReadOnlySpan<byte> element, int size)
    {
        if (end == ListEnd.Tail)
            End += ListpackEntry.Write(Block[End..], element);
        else
            ListpackEntry.Write(Block[(Start -= size)..], element);
    }

    /// <summary>Puts entries at an end; the room is there.</summary>
    public void PushRun(ListEnd end, ReadOnlySpan<byte> run)
    {
        if (end == ListEnd.Tail)
        {
            run.CopyTo(Block[End..]);
            End += run.Length;
        }
        else
        {
            Start -= run.Length;
            run.CopyTo(Block[Start..]);
        }
    }

    /// <summary>Opens a gap in front of a position by moving the shorter side that has room; one has.</summary>
    /// <returns>Where the gap begins.</returns>
    public int OpenGap(int position, int size)
    {
        int before = position - Start;
        int behind = End - position;
        if (FrontRoom >= size && (before <= behind || BackRoom < size))
        {
            Block.Slice(Start, before).CopyTo(Block[(Start - size)..]);
            Start -= size;
            return position - size;
        }

        Block.Slice(position, behind).CopyTo(Block[(position + size)..]);
        End += size;
        return position;
    }

    /// <summary>Takes bytes out by moving the shorter side.</summary>
    /// <returns>Where what followed them begins.</returns>
    public int CloseGap(int position, int size)
    {
        int before = position - Start;
        int behind = End - position - size;
        if (before <= behind)
        {
            Block.Slice(Start, before).CopyTo(Block[(Start + size)..]);
            Start += size;
            return position + size;
        }

        Block.Slice(position + size, behind).CopyTo(Block[position..]);
        End -= size;
        return position;
    }

    /// <summary>Moves the run within the block.</summary>
    public void MoveTo(int start)
    {
        int used = Used;
        Run.CopyTo(Block[start..]);
        Start = start;
        End = start + used;
    }

    /// <summary>Where the entry of an index begins, walked to from the nearer end.</summary>
    public int Seek(int index, int count)
    {
        int position;
        if (index <= count / 2)
        {
            for (position = Start; index > 0; index--)
                position = ListpackEntry.Next(Block, position);
        }
        else
        {
            for (position = End; index < count; index++)
                position = ListpackEntry.Previous(Block, position);
        }

        return position;
    }

    private bool TryAppend(ReadOnlySpan<byte> element)
    {
        ref Bounds bounds = ref MemoryMarshal.AsRef<Bounds>(Block);
        int room = Block.Length - bounds.End;
        if (room < element.Length + MostAround && room < ListpackEntry.SizeOf(element))
            return false;
        bounds.End += ListpackEntry.Write(Block[bounds.End..], element);
        return true;
    }

    private bool TryPrepend(ReadOnlySpan<byte> element)
    {
        ref Bounds bounds = ref MemoryMarshal.AsRef<Bounds>(Block);
        int start = bounds.Start - ListpackEntry.SizeOf(element);
        if (start < HeaderBytes)
            return false;
        ListpackEntry.Write(Block[start..], element);
        bounds.Start = start;
        return true;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Bounds
    {
        public int Start;
        public int End;
    }
}
