namespace CacheStorm.Plugins.Geo.Data;

/// <summary>
/// A cell of the map once it has been halved some times in both directions: what a geohash stands for. At the very last longitude or
/// latitude the column or row is one too many, as it is in Redis.
/// </summary>
/// <param name="Column">Counted from the west.</param>
/// <param name="Row">Counted from the south.</param>
/// <param name="Steps">How many times the map was halved in each direction.</param>
internal readonly record struct Cell(uint Column, uint Row, int Steps)
{
    /// <summary>The steps of a score: two times 26 bits fit into a double.</summary>
    public const int MaxSteps = 26;

    private const int ScoreBits = 2 * MaxSteps;

    /// <summary>The cell around a place of the map.</summary>
    public static Cell Around(Position position, int steps) => Around(position, steps, Position.MaxLatitude);

    /// <summary>The cell around a place of a map that reaches to another latitude.</summary>
    public static Cell Around(Position position, int steps, double maxLatitude)
    {
        double column = (position.Longitude + Position.MaxLongitude) / (2 * Position.MaxLongitude);
        double row = (position.Latitude + maxLatitude) / (2 * maxLatitude);
        return new Cell((uint)(column * (1UL << steps)), (uint)(row * (1UL << steps)), steps);
    }

    /// <summary>The cell with these bits.</summary>
    public static Cell Of(ulong bits, int steps) => new(BitInterleaving.OddBits(bits), BitInterleaving.EvenBits(bits), steps);

    /// <summary>Its number along the curve through all cells of its size.</summary>
    public ulong Bits => BitInterleaving.Mix(even: Row, odd: Column);

    /// <summary>The lowest score in it.</summary>
    public double FirstScore => Bits << (ScoreBits - 2 * Steps);

    /// <summary>The lowest score behind it.</summary>
    public double EndScore => (Bits + 1) << (ScoreBits - 2 * Steps);

    public CellBounds Bounds
    {
        get
        {
            double cells = 1UL << Steps;
            const double width = 2 * Position.MaxLongitude;
            const double height = 2 * Position.MaxLatitude;
            return new CellBounds(
                West: -Position.MaxLongitude + Column / cells * width,
                South: -Position.MaxLatitude + Row / cells * height,
                East: -Position.MaxLongitude + unchecked(Column + 1) / cells * width,
                North: -Position.MaxLatitude + unchecked(Row + 1) / cells * height);
        }
    }

    /// <summary>A cell of the same size beside it, around the edges of the map.</summary>
    /// <param name="east">How many columns to the east.</param>
    /// <param name="north">How many rows to the north.</param>
    public Cell Neighbour(int east, int north) => new(Moved(Column, east), Moved(Row, north), Steps);

    private uint Moved(uint index, int by) => by == 0 ? index : unchecked(index + (uint)by) & (uint)((1UL << Steps) - 1);
}
