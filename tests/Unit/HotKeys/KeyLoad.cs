using System.Text;
using CacheStorm.Host.Dispatch;
using CacheStorm.Plugins.HotKeys;
using CacheStorm.UnitTests.Eviction;

namespace CacheStorm.UnitTests.HotKeys;

/// <summary>A load of accesses to numbered keys, sampled as the server does it.</summary>
internal static class KeyLoad
{
    public static byte[] Key(int number) => Encoding.UTF8.GetBytes($"key:{number}");

    /// <summary>Sends Zipf-distributed accesses: key n with a share proportional to 1/(n + 1).</summary>
    /// <returns>How often each key was really accessed.</returns>
    public static int[] Zipf(NamespaceSketch sketch, int keys, int accesses, int interval, int seed)
    {
        var counts = new int[keys];
        var stride = new SampleStride((ulong)seed);
        foreach (int number in Traces.Zipf(keys, accesses, skew: 1.0, seed))
        {
            counts[number]++;
            if (stride.Step() && stride.IsSample(interval))
                Access(sketch, number, interval);
        }
        return counts;
    }

    public static void Access(NamespaceSketch sketch, int number, int weight, int times = 1)
    {
        byte[] key = Key(number);
        for (int i = 0; i < times; i++)
            sketch.Add(HashOf(key), key, weight);
    }

    /// <summary>As well mixed as the server's, and the same in every run.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> key) => System.IO.Hashing.XxHash3.HashToUInt64(key, 42);

    public static int NumberOf(HotKey key) => int.Parse(Encoding.UTF8.GetString(key.Key.AsSpan(4)), System.Globalization.CultureInfo.InvariantCulture);
}
