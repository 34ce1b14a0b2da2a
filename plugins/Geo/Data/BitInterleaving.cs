namespace CacheStorm.Plugins.Geo.Data;

/// <summary>Two numbers of 32 bits as one of 64, their bits by turns: Morton's order (1966), in which near places have near numbers.</summary>
internal static class BitInterleaving
{
    /// <param name="even">Becomes the bits 0, 2, 4, …</param>
    /// <param name="odd">Becomes the bits 1, 3, 5, …</param>
    public static ulong Mix(uint even, uint odd) => Spread(even) | Spread(odd) << 1;

    public static uint EvenBits(ulong mixed) => Gather(mixed);

    public static uint OddBits(ulong mixed) => Gather(mixed >> 1);

    // Halves move apart: 32 bits as two times 16, these as two times 8, and so on down to single bits.
    private static ulong Spread(ulong bits)
    {
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
        return (bits | bits << 1) & 0x5555_5555_5555_5555;
    }

    private static uint Gather(ulong bits)
    {
        bits &= 0x5555_5555_5555_5555;
        bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
        bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF;
        return (uint)(bits | bits >> 16);
    }
}
