using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// An inner node's bytes: how many children there are, then for all of them the dividers' scores, the dividers' prefixes, how many members
/// there are below, and the handles. A child's divider says with score and prefix: nothing before it is above this, nothing in it or behind
/// it is below. The first child's divider means nothing; the node's own, in its parent, stands for it.
/// </summary>
/// <param name="block">The bytes.</param>
internal readonly ref struct InnerNode(Span<byte> block)
{
    private const int HeaderBytes = 8;
    private const int ChildBytes = sizeof(double) + MemberPrefix.Bytes + sizeof(long) + sizeof(int);

    private readonly Span<byte> _block = block;

    public int Capacity { get; } = (block.Length - HeaderBytes) / ChildBytes;

    public int Count
    {
        get => MemoryMarshal.Read<int>(_block);
        private set => MemoryMarshal.Write(_block, in value);
    }

    public Span<double> Scores => Part<double>(0);

    public Span<MemberPrefix> Prefixes => Part<MemberPrefix>(sizeof(double));

    public Span<long> Counts => Part<long>(sizeof(double) + MemberPrefix.Bytes);

    public Span<int> Children => Part<int>(sizeof(double) + MemberPrefix.Bytes + sizeof(long));

    /// <summary>How many members there are below.</summary>
    public long Total => Sum(0, Count);

    public long Sum(int start, int count) => ScoreSearch.Sum(Counts.Slice(start, count));

    public void Insert(int index, int child, long members, double score, in MemberPrefix prefix)
    {
        OpenGap(index, 1);
        Scores[index] = score;
        Prefixes[index] = prefix;
        Counts[index] = members;
        Children[index] = child;
    }

    public void InsertRange(int index, InnerNode source, int start, int count)
    {
        OpenGap(index, count);
        source.Scores.Slice(start, count).CopyTo(Scores[index..]);
        source.Prefixes.Slice(start, count).CopyTo(Prefixes[index..]);
        source.Counts.Slice(start, count).CopyTo(Counts[index..]);
        source.Children.Slice(start, count).CopyTo(Children[index..]);
    }

    public void RemoveRange(int index, int count)
    {
        int left = Count - count;
        Scores[(index + count)..(left + count)].CopyTo(Scores[index..]);
        Prefixes[(index + count)..(left + count)].CopyTo(Prefixes[index..]);
        Counts[(index + count)..(left + count)].CopyTo(Counts[index..]);
        Children[(index + count)..(left + count)].CopyTo(Children[index..]);
        Count = left;
    }

    private void OpenGap(int index, int count)
    {
        int before = Count;
        Scores[index..before].CopyTo(Scores[(index + count)..]);
        Prefixes[index..before].CopyTo(Prefixes[(index + count)..]);
        Counts[index..before].CopyTo(Counts[(index + count)..]);
        Children[index..before].CopyTo(Children[(index + count)..]);
        Count = before + count;
    }

    // Each part has an item for every child that there may be; the parts stand in the order of their items' bytes before them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Part<T>(int bytesBefore) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(_block.Slice(HeaderBytes + bytesBefore * Capacity, Unsafe.SizeOf<T>() * Capacity));
}
