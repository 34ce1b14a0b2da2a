using System.Numerics;
using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Storage;

/// <summary>A set of the 256 shards of a namespace.</summary>
[InlineArray(Words)]
internal struct ShardMask
{
    private const int Words = 4;

    private ulong _first;

    public static ShardMask All
    {
        get
        {
            ShardMask mask = default;
            ((Span<ulong>)mask).Fill(ulong.MaxValue);
            return mask;
        }
    }

    public readonly bool IsAll => (this[0] & this[1] & this[2] & this[3]) == ulong.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Contains(int shard) => (this[(shard >> 6) & (Words - 1)] & 1UL << shard) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int shard) => this[(shard >> 6) & (Words - 1)] |= 1UL << shard;

    /// <summary>The first shard of the set at or behind a place; 256 when there is none. For locking in ascending order.</summary>
    public readonly int NextFrom(int shard)
    {
        for (int word = shard >> 6; word < Words; word++)
        {
            ulong bits = this[word];
            if (word == shard >> 6)
                bits &= ulong.MaxValue << shard;
            if (bits != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return Words * 64;
    }
}
