using System.Buffers;

namespace CacheStorm.Plugins.Geo.Data;

/// <summary>
/// What one search has found: structs in a rented array, the members' texts one behind the other in rented blocks, so that none costs an
/// object. Belongs to a thread and is used again; all that it rents goes back at the end of the command.
/// </summary>
internal sealed class FoundPoints : IDisposable
{
    private const int FirstRoom = 64;
    private const int SmallestBlock = 4 * 1024;
    private const int LargestBlock = 16 * 1024 * 1024;

    [ThreadStatic]
    private static FoundPoints? s_spare;

    private readonly List<byte[]> _blocks = [];
    private FoundPoint[] _points = [];
    private SortKey[] _order = [];
    private byte[] _block = [];
    private int _used;

    public int Count { get; private set; }

    /// <summary>A point in the order of finding, or as <see cref="Sort"/> has arranged them.</summary>
    public ref readonly FoundPoint this[int index] => ref _points[_order.Length == 0 ? index : _order[index].Index];

    public static FoundPoints Rent()
    {
        FoundPoints points = s_spare ?? new FoundPoints();
        s_spare = null;
        return points;
    }

    public void Add(ReadOnlySpan<byte> member, double score, Position position, double metres)
    {
        if (Count == _points.Length)
            Grow();
        if (_block.Length - _used < member.Length)
            NextBlock(member.Length);
        member.CopyTo(_block.AsSpan(_used));
        _points[Count++] = new FoundPoint
        {
            Score = score, Position = position, Metres = metres, Block = _blocks.Count - 1, Offset = _used, Length = member.Length,
        };
        _used += member.Length;
    }

    public ReadOnlySpan<byte> MemberOf(in FoundPoint point) =>
        point.Length == 0 ? default : _blocks[point.Block].AsSpan(point.Offset, point.Length);

    /// <summary>Arranges the points by distance.</summary>
    /// <param name="descending">The farthest first.</param>
    /// <param name="wanted">How many of the first must be in order.</param>
    public void Sort(bool descending, int wanted)
    {
        if (Count == 0)
            return;
        _order = ArrayPool<SortKey>.Shared.Rent(Count);
        Span<SortKey> keys = _order.AsSpan(0, Count);
        for (int i = 0; i < keys.Length; i++)
            keys[i] = new SortKey(descending ? -_points[i].Metres : _points[i].Metres, i);
        if (wanted < keys.Length)
            PartialSort.Sort(keys, wanted);
        else
            keys.Sort(SortKey.Stable);
    }

    public void Dispose()
    {
        if (_points.Length > 0)
            ArrayPool<FoundPoint>.Shared.Return(_points);
        if (_order.Length > 0)
            ArrayPool<SortKey>.Shared.Return(_order);
        foreach (byte[] block in _blocks)
            ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
        _points = [];
        _order = [];
        _block = [];
        _used = 0;
        Count = 0;
        s_spare = this;
    }

    private void Grow()
    {
        FoundPoint[] larger = ArrayPool<FoundPoint>.Shared.Rent(Math.Max(FirstRoom, checked(Count * 2)));
        _points.AsSpan(0, Count).CopyTo(larger);
        if (_points.Length > 0)
            ArrayPool<FoundPoint>.Shared.Return(_points);
        _points = larger;
    }

    private void NextBlock(int needed)
    {
        int size = (int)Math.Min(LargestBlock, (long)SmallestBlock << Math.Min(_blocks.Count, 20));
        _block = ArrayPool<byte>.Shared.Rent(Math.Max(size, needed));
        _blocks.Add(_block);
        _used = 0;
    }
}
