using System.Numerics;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// Hands out equal units of native memory (heap pages, slabs of table segments) from 2 MiB arenas, and gives arenas that
/// are wholly free back to the operating system, all but one. Shared by all shards; has its own lock, under which it
/// calls nobody, so it may be used under any other lock.
/// </summary>
internal sealed unsafe class ArenaPool
{
    private const int SpareArenas = 1;

    private readonly Lock _gate = new();
    private readonly int _unitShift;
    private readonly Dictionary<nint, Arena> _arenas = [];

    // Arenas given back whose addresses are still ours: mapped again for nothing by the next touch.
    private readonly Stack<Arena> _dormant = new();
    private Arena? _withFree;
    private int _idle;
    private long _usedUnits;

    public ArenaPool(int unitBytes)
    {
        if (!BitOperations.IsPow2(unitBytes) || unitBytes is < 4096 or > Arena.Bytes)
            throw new ArgumentOutOfRangeException(nameof(unitBytes));
        UnitBytes = unitBytes;
        _unitShift = BitOperations.Log2((uint)unitBytes);
    }

    public int UnitBytes { get; }

    /// <summary>Bytes handed out.</summary>
    public long UsedBytes => Interlocked.Read(ref _usedUnits) << _unitShift;

    /// <summary>Bytes that we hold from the operating system.</summary>
    public long MappedBytes
    {
        get
        {
            lock (_gate)
                return (long)(_arenas.Count - _dormant.Count) * Arena.Bytes;
        }
    }

    /// <summary>A unit of <see cref="UnitBytes"/>, aligned to its length. Its content is arbitrary.</summary>
    public byte* Take()
    {
        lock (_gate)
        {
            Arena arena = _withFree ?? AddArena();
            if (arena.FreeUnits == arena.Units)
                _idle--;
            byte* unit = arena.Take();
            if (arena.FreeUnits == 0)
                Unlink(arena);
            Interlocked.Increment(ref _usedUnits);
            return unit;
        }
    }

    public void Return(byte* unit)
    {
        lock (_gate)
        {
            Arena arena = _arenas[(nint)unit & ~(nint)(Arena.Bytes - 1)];
            arena.Return(unit);
            Interlocked.Decrement(ref _usedUnits);
            if (arena.FreeUnits == 1)
                Link(arena);
            if (arena.FreeUnits == arena.Units && ++_idle > SpareArenas)
                Retire(arena);
        }
    }

    private Arena AddArena()
    {
        if (!_dormant.TryPop(out Arena? arena))
        {
            arena = new Arena(AddressSpace.Reserve(Arena.Bytes), _unitShift);
            _arenas.Add((nint)arena.Start, arena);
        }

        _idle++;
        Link(arena);
        return arena;
    }

    private void Retire(Arena arena)
    {
        Unlink(arena);
        _idle--;
        if (AddressSpace.Release(arena.Start, Arena.Bytes))
            _dormant.Push(arena);
        else
            _arenas.Remove((nint)arena.Start);
    }

    private void Link(Arena arena)
    {
        // Behind the head: the arena in use is filled up first, and one that is nearly empty gets a chance to drain.
        if (_withFree is null)
        {
            _withFree = arena;
            return;
        }

        arena.Previous = _withFree;
        arena.Next = _withFree.Next;
        if (arena.Next is not null)
            arena.Next.Previous = arena;
        _withFree.Next = arena;
    }

    private void Unlink(Arena arena)
    {
        if (arena.Previous is null)
            _withFree = arena.Next;
        else
            arena.Previous.Next = arena.Next;
        if (arena.Next is not null)
            arena.Next.Previous = arena.Previous;
        arena.Next = arena.Previous = null;
    }
}
