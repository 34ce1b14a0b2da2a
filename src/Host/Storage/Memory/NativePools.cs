namespace CacheStorm.Host.Storage.Memory;

/// <summary>The process-wide sources of native memory: one for heap pages, one for the segments of tables.</summary>
internal static class NativePools
{
    public static readonly ArenaPool Pages = new(HeapPage.Bytes);

    public static readonly SegmentPool Segments = new(new ArenaPool(SegmentPool.SlabBytes));

    /// <summary>Bytes held from the operating system for pages and segments.</summary>
    public static long MappedBytes => Pages.MappedBytes + Segments.MappedBytes;
}
