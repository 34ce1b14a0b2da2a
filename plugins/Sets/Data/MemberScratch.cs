using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace CacheStorm.Plugins.Sets;

/// <summary>
/// Members gathered aside: the result of a union before it is stored, a page of SSCAN. They stand as listpack entries in rented chunks,
/// so nothing is allocated for one of them; each member has one form only, and two are equal when their bytes are. Belongs to the thread
/// that called <see cref="Begin"/> until <see cref="Dispose"/>, which keeps it for the thread's next use.
/// </summary>
internal sealed class MemberScratch : IDisposable
{
    private const int ChunkLength = 1 << 16;
    private const int EntryOverhead = 10;
    private const int FirstSlots = 256;

    private static readonly long s_seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    [ThreadStatic]
    private static MemberScratch? s_free;

    private readonly List<Chunk> _chunks = [];
    private Chunk _last;

    // Where the members stand by their hash: 16 bits of it, 32 of chunk plus one, 16 of offset; 0 is free. Only while distinct members are added.
    private ulong[] _slots = new ulong[FirstSlots];
    private int _slotCount;
    private long _previous;

    // The thread's next one that is free.
    private MemberScratch? _next;

    /// <summary>An empty one.</summary>
    public static MemberScratch Begin()
    {
        if (s_free is not { } scratch)
            return new MemberScratch();
        s_free = scratch._next;
        return scratch;
    }

    public long Count { get; private set; }

    /// <summary>True as long as every member is an integer.</summary>
    public bool AllIntegers { get; private set; } = true;

    /// <summary>The length of the longest member's text.</summary>
    public int Longest { get; private set; }

    /// <summary>True when integers came in ascending order.</summary>
    public bool IsAscending { get; private set; } = true;

    /// <summary>Adds a member.</summary>
    public void Add(scoped PackedElement member)
    {
        int size = Write(member);
        Keep(size);
    }

    /// <summary>Adds a member that may be there; all members must be added by this then.</summary>
    /// <returns>False when it was there.</returns>
    public bool AddDistinct(scoped PackedElement member)
    {
        if (_slotCount == 0)
            _slotCount = FirstSlots;
        else if (Count * 4 >= _slotCount * 3L)
            GrowSlots();

        int size = Write(member);
        ReadOnlySpan<byte> entry = _last.Bytes.AsSpan(_last.Length, size);
        if (!TryClaim(entry, out int slot, out ulong tag))
            return false;
        _slots[slot] = tag | (ulong)_chunks.Count << 16 | (uint)_last.Length;
        Keep(size);
        return true;
    }

    /// <summary>True when a member was added by <see cref="AddDistinct"/>.</summary>
    public bool Contains(scoped PackedElement member)
    {
        if (_slotCount == 0)
            return false;
        int size = Write(member);
        return !TryClaim(_last.Bytes.AsSpan(_last.Length, size), out _, out _);
    }

    /// <summary>Walks through the members in the order in which they came.</summary>
    /// <param name="position">Where the walk is; the default to begin.</param>
    /// <param name="member">The next member.</param>
    public bool Next(ref ElementPosition position, out PackedElement member)
    {
        for (; position.Major < _chunks.Count; position = new ElementPosition(position.Major + 1, 0))
        {
            ReadOnlySpan<byte> entries = ChunkAt((int)position.Major).Used();
            if (position.Minor >= entries.Length)
                continue;
            member = ListpackEntry.Read(entries, (int)position.Minor, out int next);
            position.Minor = next;
            return true;
        }

        member = default;
        return false;
    }

    /// <summary>All members, ascending; only where they are integers.</summary>
    /// <param name="numbers">Room for them.</param>
    public void CopySorted(Span<long> numbers)
    {
        ElementPosition position = default;
        for (int i = 0; Next(ref position, out PackedElement member); i++)
            numbers[i] = member.Number;
        if (!IsAscending)
            numbers.Sort();
    }

    /// <summary>Gives everything back but what the next use needs anyway.</summary>
    public void Dispose()
    {
        if (_last.Bytes is not null)
            SetChunk(_chunks.Count - 1, _last);
        for (int i = 1; i < _chunks.Count; i++)
            ArrayPool<byte>.Shared.Return(_chunks[i].Bytes);
        if (_chunks.Count > 0)
        {
            _chunks.RemoveRange(1, _chunks.Count - 1);
            _last = _chunks[0] with { Length = 0 };
            if (_last.Bytes.Length > ChunkLength)
            {
                ArrayPool<byte>.Shared.Return(_last.Bytes);
                _chunks.Clear();
                _last = default;
            }
        }

        if (_slots.Length > FirstSlots)
        {
            ArrayPool<ulong>.Shared.Return(_slots);
            _slots = new ulong[FirstSlots];
        }
        else if (_slotCount > 0)
        {
            Array.Clear(_slots);
        }

        _slotCount = 0;
        Count = 0;
        AllIntegers = true;
        IsAscending = true;
        Longest = 0;
        _next = s_free;
        s_free = this;
    }

    /// <summary>Writes a member behind the others, without keeping it.</summary>
    private int Write(scoped PackedElement member)
    {
        int needed = EntryOverhead + (member.IsNumber ? 0 : member.Bytes.Length);
        if (_last.Bytes is null || _last.Bytes.Length - _last.Length < needed || _last.Length > ushort.MaxValue)
            AddChunk(needed);
        Span<byte> room = _last.Bytes.AsSpan(_last.Length);
        return member.IsNumber ? ListpackEntry.Write(room, member.Number) : ListpackEntry.Write(room, member.Bytes);
    }

    private void Keep(int size)
    {
        PackedElement kept = ListpackEntry.Read(_last.Bytes, _last.Length, out _);
        if (!kept.IsNumber)
        {
            AllIntegers = false;
        }
        else
        {
            IsAscending &= Count == 0 || kept.Number > _previous;
            _previous = kept.Number;
        }

        Longest = Math.Max(Longest, kept.TextLength);
        _last.Length += size;
        Count++;
    }

    /// <summary>Finds the slot where an entry belongs.</summary>
    /// <returns>False when the entry is there already.</returns>
    private bool TryClaim(ReadOnlySpan<byte> entry, out int slot, out ulong tag)
    {
        ulong hash = XxHash3.HashToUInt64(entry, s_seed);
        tag = hash & 0xFFFF_0000_0000_0000;
        int mask = _slotCount - 1;
        for (slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ulong there = _slots[slot];
            if ((there ^ tag) >> 48 == 0 && EntryAt(there, entry.Length).SequenceEqual(entry))
                return false;
        }

        return true;
    }

    /// <summary>The bytes at the place that a slot names, as many as the entry has that they are compared with, where there are so many.</summary>
    private ReadOnlySpan<byte> EntryAt(ulong slot, int length)
    {
        ReadOnlySpan<byte> rest = ChunkAt((int)(slot >> 16) - 1).Used()[(int)(slot & 0xFFFF)..];
        return rest[..Math.Min(length, rest.Length)];
    }

    private void GrowSlots()
    {
        ulong[] old = _slots;
        _slotCount *= 4;
        _slots = ArrayPool<ulong>.Shared.Rent(_slotCount);
        Array.Clear(_slots, 0, _slotCount);
        if (old.Length > FirstSlots)
            ArrayPool<ulong>.Shared.Return(old);

        for (int chunk = 0; chunk < _chunks.Count; chunk++)
        {
            ReadOnlySpan<byte> entries = ChunkAt(chunk).Used();
            for (int offset = 0; offset < entries.Length;)
            {
                int next = ListpackEntry.Next(entries, offset);
                TryClaim(entries[offset..next], out int slot, out ulong tag);
                _slots[slot] = tag | (ulong)(chunk + 1) << 16 | (uint)offset;
                offset = next;
            }
        }
    }

    private void AddChunk(int needed)
    {
        if (_last.Bytes is not null)
            SetChunk(_chunks.Count - 1, _last);
        _last = new Chunk { Bytes = ArrayPool<byte>.Shared.Rent(Math.Max(needed, ChunkLength)) };
        _chunks.Add(_last);
    }

    private Chunk ChunkAt(int index) => index == _chunks.Count - 1 ? _last : _chunks[index];

    private void SetChunk(int index, Chunk chunk) => _chunks[index] = chunk;

    /// <summary>A rented piece of memory with entries at its begin. Only the begin of one can stand beyond its first 64 KB: none follows a longer one.</summary>
    private record struct Chunk
    {
        public byte[] Bytes;
        public int Length;

        public readonly ReadOnlySpan<byte> Used() => Bytes.AsSpan(0, Length);
    }
}
