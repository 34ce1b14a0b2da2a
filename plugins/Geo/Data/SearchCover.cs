namespace CacheStorm.Plugins.Geo.Data;

/// <summary>
/// The cells that cover an area: the one around the centre and its eight neighbours, of the smallest size that suffices. Which cells, and
/// in which order, decides the order of an unsorted answer; both are Redis'.
/// </summary>
internal static class SearchCover
{
    public const int MaxCells = 9;

    // Half of the equator of the web Mercator map, in metres.
    private const double HalfEquator = 20037726.37;

    /// <summary>Finds the cells.</summary>
    /// <param name="area">What to cover.</param>
    /// <param name="cells">Room for <see cref="MaxCells"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Find(in SearchArea area, Span<Cell> cells)
    {
        CellBounds bounds = area.Bounds;
        Cell middle = Cell.Around(area.Centre, StepsFor(area.Reach, area.Centre.Latitude));
        if (middle.Steps > 1 && !ReachesAround(middle, bounds))
            middle = Cell.Around(area.Centre, middle.Steps - 1);

        // Directions in which the middle cell reaches beyond the area need no neighbours. With very few cells that can't be told, as they meet around the earth.
        CellBounds inner = middle.Bounds;
        bool prune = middle.Steps >= 2;
        bool north = !(prune && inner.North > bounds.North);
        bool south = !(prune && inner.South < bounds.South);
        bool east = !(prune && inner.East > bounds.East);
        bool west = !(prune && inner.West < bounds.West);

        cells[0] = middle;
        int count = 1;
        Add(north, 0, 1, cells);
        Add(south, 0, -1, cells);
        Add(east, 1, 0, cells);
        Add(west, -1, 0, cells);
        Add(north && east, 1, 1, cells);
        Add(north && west, -1, 1, cells);
        Add(south && east, 1, -1, cells);
        Add(south && west, -1, -1, cells);
        return count;

        void Add(bool isNeeded, int dx, int dy, Span<Cell> cells)
        {
            if (!isNeeded)
                return;
            Cell cell = middle.Neighbour(dx, dy);
            // Around the earth, two directions may lead to the same neighbour.
            if (count == 1 || cells[count - 1] != cell)
                cells[count++] = cell;
        }
    }

    /// <summary>How small cells may be so that nine of them cover a distance around their middle.</summary>
    private static int StepsFor(double metres, double latitude)
    {
        if (metres == 0)
            return Cell.MaxSteps;
        int steps = 1;
        for (; metres < HalfEquator; metres *= 2)
            steps++;
        steps -= 2;

        // Towards the poles a cell is narrower than it looks on the map.
        double polar = Math.Abs(latitude);
        if (polar > 66)
            steps--;
        if (polar > 80)
            steps--;
        return Math.Clamp(steps, 1, Cell.MaxSteps);
    }

    /// <summary>Whether the four direct neighbours reach to the bounds.</summary>
    private static bool ReachesAround(Cell middle, CellBounds bounds) =>
        !(middle.Neighbour(0, 1).Bounds.North < bounds.North)
        && !(middle.Neighbour(0, -1).Bounds.South > bounds.South)
        && !(middle.Neighbour(1, 0).Bounds.East < bounds.East)
        && !(middle.Neighbour(-1, 0).Bounds.West > bounds.West);
}
