using System.Numerics;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// Two mebibytes of native memory, carved into equal units; a bitmap knows which are free.
/// Owned by an <see cref="ArenaPool"/>, guarded by the pool's lock.
/// </summary>
internal sealed unsafe class Arena
{
    public const int Bytes = 2 << 20;

    private readonly ulong[] _free;
    private readonly int _unitShift;

    public Arena(byte* start, int unitShift)
    {
        Start = start;
        _unitShift = unitShift;
        Units = Bytes >> unitShift;
        _free = new ulong[(Units + 63) / 64];
        for (int i = 0; i < Units; i++)
            _free[i >> 6] |= 1UL << (i & 63);
        FreeUnits = Units;
    }

    public byte* Start { get; }

    public int Units { get; }

    public int FreeUnits { get; private set; }

    /// <summary>Neighbours in the pool's list of arenas with free units.</summary>
    public Arena? Next { get; set; }

    public Arena? Previous { get; set; }

    public byte* Take()
    {
        for (int word = 0; word < _free.Length; word++)
        {
            if (_free[word] == 0)
                continue;
            int bit = BitOperations.TrailingZeroCount(_free[word]);
            _free[word] &= _free[word] - 1;
            FreeUnits--;
            return Start + ((long)((word << 6) + bit) << _unitShift);
        }

        throw new InvalidOperationException("The arena has no free unit.");
    }

    public void Return(byte* unit)
    {
        int index = (int)((unit - Start) >> _unitShift);
        ulong bit = 1UL << (index & 63);
        if ((_free[index >> 6] & bit) != 0)
            throw new InvalidOperationException("A unit of native memory was given back twice.");
        _free[index >> 6] |= bit;
        FreeUnits++;
    }
}
