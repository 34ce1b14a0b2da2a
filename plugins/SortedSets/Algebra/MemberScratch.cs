using System.Buffers;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>
/// Members with scores that one call puts together before they are replied or stored: copies in rented arrays, with a hash index where
/// members must be found again. Belongs to the thread and is used again, so that even a large result costs no object a member;
/// after an unusually large one the memory is let go.
/// </summary>
internal sealed class MemberScratch : IDisposable
{
    private const int FirstChunk = 16 * 1024;
    private const int LargestChunk = 1024 * 1024;
    private const int FirstItems = 256;
    private const int KeepItems = 8192;

    [ThreadStatic]
    private static MemberScratch? s_idle;

    private readonly Comparison<Item> _order;
    private Item[] _items = new Item[FirstItems];
    private byte[][] _chunks = [new byte[FirstChunk]];
    private int[] _index = [];
    private int _indexMask;
    private int _used;
    private int _chunk;
    private int _offset;
    private bool _hasHoles;

    private MemberScratch() => _order = Compare;

    /// <summary>How many members there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many places there are, those of dropped members among them.</summary>
    public int Places => _used;

    /// <summary>The length of the longest member.</summary>
    public int LongestMember
    {
        get
        {
            int longest = 0;
            for (int i = 0; i < _used; i++)
            {
                if (!_items[i].IsDropped)
                    longest = Math.Max(longest, _items[i].Length);
            }
            return longest;
        }
    }

    /// <summary>An empty one. Dispose of it when the call ends.</summary>
    public static MemberScratch Rent()
    {
        MemberScratch scratch = s_idle ?? new MemberScratch();
        s_idle = null;
        return scratch;
    }

    public void Dispose()
    {
        Clear();
        s_idle = this;
    }

    /// <summary>Forgets all members.</summary>
    public void Clear()
    {
        for (int i = 1; i < _chunks.Length && _chunks[i] is { } chunk; i++)
        {
            ArrayPool<byte>.Shared.Return(chunk);
            _chunks[i] = null!;
        }
        if (_items.Length > KeepItems)
        {
            ArrayPool<Item>.Shared.Return(_items);
            _items = new Item[FirstItems];
        }
        DropIndex();
        _used = _chunk = _offset = Count = 0;
        _hasHoles = false;
    }

    /// <summary>Adds a member that is not there.</summary>
    public void Append(ReadOnlySpan<byte> member, double score) => Add(member, score, 0);

    /// <summary>The score of a member, which is added with a score of 0 when it is not there. Builds the index.</summary>
    /// <param name="member">The member.</param>
    /// <param name="isNew">True when it was added.</param>
    public ref double ScoreOf(ReadOnlySpan<byte> member, out bool isNew)
    {
        if (_index.Length == 0 || _used > _indexMask >> 1)
            BuildIndex(_used + 1);
        int hash = HashOf(member);
        int slot = SlotOf(member, hash);
        isNew = _index[slot] == 0;
        if (isNew)
        {
            Add(member, 0, hash);
            _index[slot] = _used;
        }
        return ref _items[_index[slot] - 1].Score;
    }

    /// <summary>Drops a member if it is there. Builds the index.</summary>
    public void Drop(ReadOnlySpan<byte> member)
    {
        if (_index.Length == 0)
            BuildIndex(_used);
        int place = _index[SlotOf(member, HashOf(member))] - 1;
        if (place >= 0)
            Drop(place);
    }

    /// <summary>Drops the member at a place, if it is still there.</summary>
    public void Drop(int place)
    {
        ref Item item = ref _items[place];
        if (item.IsDropped)
            return;
        item.IsDropped = true;
        _hasHoles = true;
        Count--;
    }

    /// <summary>The member at a place.</summary>
    /// <returns>False when it was dropped.</returns>
    public bool TryMember(int place, out ReadOnlySpan<byte> member)
    {
        member = MemberOf(_items[place]);
        return !_items[place].IsDropped;
    }

    /// <summary>The member at a place.</summary>
    public ReadOnlySpan<byte> Member(int place) => MemberOf(_items[place]);

    /// <summary>The score at a place.</summary>
    public ref double Score(int place) => ref _items[place].Score;

    /// <summary>Brings the members into the order of a sorted set, at the places from 0 to <see cref="Count"/>. Ends the index.</summary>
    public void Sort()
    {
        DropIndex();
        if (_hasHoles)
            CloseHoles();
        Span<Item> items = _items.AsSpan(0, _used);
        for (int i = 1; i < items.Length; i++)
        {
            if (Compare(items[i - 1], items[i]) > 0)
            {
                items.Sort(_order);
                return;
            }
        }
    }

    private void CloseHoles()
    {
        int kept = 0;
        for (int i = 0; i < _used; i++)
        {
            if (!_items[i].IsDropped)
                _items[kept++] = _items[i];
        }
        _used = kept;
        _hasHoles = false;
    }

    private void Add(ReadOnlySpan<byte> member, double score, int hash)
    {
        if (_used == _items.Length)
            GrowItems();
        if (_chunks[_chunk].Length - _offset < member.Length)
            NextChunk(member.Length);
        member.CopyTo(_chunks[_chunk].AsSpan(_offset));
        _items[_used++] = new Item { Score = score, Chunk = _chunk, Offset = _offset, Length = member.Length, Hash = hash };
        _offset += member.Length;
        Count++;
    }

    private void GrowItems()
    {
        Item[] larger = ArrayPool<Item>.Shared.Rent(_items.Length * 2);
        _items.AsSpan(0, _used).CopyTo(larger);
        if (_items.Length > KeepItems)
            ArrayPool<Item>.Shared.Return(_items);
        _items = larger;
    }

    private void NextChunk(int room)
    {
        _chunk++;
        if (_chunk == _chunks.Length)
            Array.Resize(ref _chunks, _chunks.Length * 2);
        int length = Math.Min(LargestChunk, FirstChunk << Math.Min(_chunk, 6));
        _chunks[_chunk] = ArrayPool<byte>.Shared.Rent(Math.Max(length, room));
        _offset = 0;
    }

    private void BuildIndex(int count)
    {
        DropIndex();
        int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(count * 4L, 512, 1 << 30));
        _index = ArrayPool<int>.Shared.Rent(length);
        _index.AsSpan(0, length).Clear();
        _indexMask = length - 1;
        for (int i = 0; i < _used; i++)
        {
            ref Item item = ref _items[i];
            if (item.Hash == 0)
                item.Hash = HashOf(MemberOf(item));
            int slot = item.Hash & _indexMask;
            while (_index[slot] != 0)
                slot = slot + 1 & _indexMask;
            _index[slot] = i + 1;
        }
    }

    private void DropIndex()
    {
        if (_index.Length > 0)
            ArrayPool<int>.Shared.Return(_index);
        _index = [];
    }

    /// <summary>The index slot of a member, or the empty one where it belongs.</summary>
    private int SlotOf(ReadOnlySpan<byte> member, int hash)
    {
        for (int slot = hash & _indexMask; ; slot = slot + 1 & _indexMask)
        {
            int place = _index[slot] - 1;
            if (place < 0 || _items[place].Hash == hash && MemberOf(_items[place]).SequenceEqual(member))
                return slot;
        }
    }

    // Seeded by the runtime, once a process: nobody can aim members at one slot. Never 0, which stands for "not hashed yet".
    private static int HashOf(ReadOnlySpan<byte> member)
    {
        HashCode hash = default;
        hash.AddBytes(member);
        return hash.ToHashCode() | 1 << 31;
    }

    private ReadOnlySpan<byte> MemberOf(in Item item) => _chunks[item.Chunk].AsSpan(item.Offset, item.Length);

    private int Compare(Item left, Item right)
    {
        if (left.Score != right.Score)
            return left.Score < right.Score ? -1 : 1;
        return MemberOf(left).SequenceCompareTo(MemberOf(right));
    }

    private struct Item
    {
        public double Score;
        public int Chunk;
        public int Offset;
        public int Length;
        public int Hash;
        public bool IsDropped;
    }
}
