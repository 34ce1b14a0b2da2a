using System.Globalization;

namespace CacheStorm.Plugins.Server;

/// <summary>DEBUG OBJECT's line. The address is a number made from the key: records may move, and nobody should learn where they are.</summary>
internal static class EntryReport
{
    private const int SharedIntegers = 10_000;
    private const int SharedReferences = int.MaxValue;
    private const long LruClockMask = 0xFFFFFF;

    public static string Of(CommandContext context, in Entry entry, IStatistics statistics)
    {
        var hash = new HashCode();
        hash.AddBytes(entry.Key);
        long address = 0x7F00_0000_0000 + 16L * (uint)hash.ToHashCode();
        string encoding = entry.Type.EncodingOf(entry);
        int references = encoding == "int" && IsShared(entry.Value, statistics.Memory()) ? SharedReferences : 1;
        var writer = new RdbWriter();
        entry.Type.Write(entry, writer);
        long idle = Math.Max(0, context.Keyspace.Access(entry).IdleSeconds);
        long lru = (context.Now / 1000 - idle) & LruClockMask;
        return string.Create(CultureInfo.InvariantCulture,
            $"Value at:0x{address:x} refcount:{references} encoding:{encoding} serializedlength:{writer.Written.Length} lru:{lru} lru_seconds_idle:{idle}");
    }

    /// <summary>Redis keeps one object for all values of a small integer, unless eviction needs an access time for each.</summary>
    private static bool IsShared(ReadOnlySpan<byte> value, MemoryStatistics memory) =>
        Numbers.TryParseInt64(value, out long number) && number is >= 0 and < SharedIntegers
        && (memory.Limit == 0
            || !(memory.Policy.EndsWith("lru", StringComparison.Ordinal) || memory.Policy.EndsWith("lfu", StringComparison.Ordinal)));
}
