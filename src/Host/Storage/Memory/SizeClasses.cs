namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// The block sizes of a heap: every 8 bytes to 128, every 16 to 256, then the sizes that divide a page without a rest.
/// What is larger than the largest comes from the C library's heap.
/// </summary>
internal static class SizeClasses
{
    public const int LargestSmall = 1016;

    private static readonly ushort[] _sizes =
    [
        16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128,
        144, 160, 176, 192, 208, 224, 240, 256,
        288, 312, 336, 368, 400, 448, 504, 576, 672, 808, LargestSmall,
    ];

    // The class of each size, in steps of 8 bytes.
    private static readonly byte[] _classOf = BuildIndex();

    public static int Count => _sizes.Length;

    public static int IndexOf(int size) => _classOf[(size + 7) >> 3];

    public static int SizeOf(int index) => _sizes[index];

    private static byte[] BuildIndex()
    {
        byte[] index = new byte[(LargestSmall >> 3) + 1];
        int current = 0;
        for (int step = 0; step < index.Length; step++)
        {
            if (step << 3 > _sizes[current])
                current++;
            index[step] = (byte)current;
        }

        return index;
    }
}
