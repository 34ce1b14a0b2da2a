namespace CacheStorm.Plugins.Server;

/// <summary>
/// What follows from the memory numbers, named as INFO memory and MEMORY STATS name it. The place of Redis' allocator is taken by the
/// arenas that hold keys, values and tables.
/// </summary>
internal readonly struct MemoryFigures(MemoryStatistics memory)
{
    public MemoryStatistics Memory { get; } = memory;

    public long Overhead => Memory.Startup + Memory.Clients + Memory.Tables + Memory.TagIndexes;

    public long Dataset => Math.Max(0, Memory.Used - Overhead);

    public double DatasetPercent => PercentOf(Dataset, Memory.Used - Memory.Startup);

    public double PeakPercent => PercentOf(Memory.Used, Memory.Peak);

    public long BytesPerKey => Memory.Keys == 0 ? 0 : (Memory.Used - Memory.Startup) / Memory.Keys;

    /// <summary>Bytes in use inside the arenas.</summary>
    public long ArenaUsed => Memory.Dataset + Memory.Tables + Memory.TagIndexes;

    /// <summary>Bytes that the arenas have mapped.</summary>
    public long ArenaMapped => Memory.Mapped;

    public double ArenaRatio => RatioOf(ArenaMapped, ArenaUsed);

    public long ArenaSlack => ArenaMapped - ArenaUsed;

    /// <summary>What the process occupies beside the arenas: code, managed heap, stacks.</summary>
    public double ProcessRatio => RatioOf(Memory.ResidentSet, ArenaMapped);

    public long ProcessBytes => Memory.ResidentSet - ArenaMapped;

    public double Fragmentation => RatioOf(Memory.ResidentSet, Memory.Used);

    public long FragmentationBytes => Memory.ResidentSet - Memory.Used;

    private static double PercentOf(long part, long whole) => whole <= 0 ? 0 : part * 100.0 / whole;

    private static double RatioOf(long part, long whole) => whole <= 0 ? 0 : (double)part / whole;
}
