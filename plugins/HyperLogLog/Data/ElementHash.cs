using System.Buffers.Binary;
using System.Numerics;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// What an element says to the counter: which register, and the place of the first 1 in the rest of its hash (Flajolet, Fusy,
/// Gandouet, Meunier: "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", 2007). The hash is 64-bit
/// MurmurHash2 (Appleby's MurmurHash64A), wide enough for any cardinality (Heule, Nunkesser, Hall: "HyperLogLog in Practice", 2013),
/// with the seed that Redis uses.
/// </summary>
/// <param name="Register">Below <see cref="HllFormat.Registers"/>.</param>
/// <param name="Rank">1 to 51.</param>
internal readonly record struct ElementHash(int Register, int Rank)
{
    private const ulong Seed = 0xadc83b19;
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const int Shift = 47;

    /// <summary>Hashes an element.</summary>
    public static ElementHash Of(ReadOnlySpan<byte> element)
    {
        ulong hash = Murmur(element);
        int register = (int)(hash & (HllFormat.Registers - 1));
        ulong rest = hash >> HllFormat.RegisterBits | 1UL << HllFormat.RankBits;
        return new ElementHash(register, BitOperations.TrailingZeroCount(rest) + 1);
    }

    /// <summary>MurmurHash64A.</summary>
    internal static ulong Murmur(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            ulong hash = Seed ^ (ulong)data.Length * Multiplier;
            for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            {
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data) * Multiplier;
                word = (word ^ word >> Shift) * Multiplier;
                hash = (hash ^ word) * Multiplier;
            }
            if (!data.IsEmpty)
            {
                ulong tail = 0;
                for (int i = 0; i < data.Length; i++)
                    tail |= (ulong)data[i] << 8 * i;
                hash = (hash ^ tail) * Multiplier;
            }
            hash = (hash ^ hash >> Shift) * Multiplier;
            return hash ^ hash >> Shift;
        }
    }
}
