namespace CacheStorm.Plugins.Geo.Data;

/// <summary>Finds the members of a sorted set that lie in an area. Called with the entry's lock held.</summary>
internal static class AreaSearch
{
    /// <summary>Searches.</summary>
    /// <param name="source">An entry whose type is a <see cref="SortedSetType"/>.</param>
    /// <param name="area">Where.</param>
    /// <param name="limit">How many are enough; 0: none but all.</param>
    /// <param name="points">Receives them, in the order of the cells and of the scores in each.</param>
    public static void Collect(in Entry source, in SearchArea area, long limit, FoundPoints points)
    {
        var sortedSets = (SortedSetType)source.Type;
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        Span<Cell> cells = stackalloc Cell[SearchCover.MaxCells];
        cells = cells[..SearchCover.Find(in area, cells)];
        foreach (Cell cell in cells)
        {
            double end = cell.EndScore;
            ElementPosition position = sortedSets.Seek(in source, cell.FirstScore, exclusive: false);
            while (sortedSets.Next(in source, ref position, out PackedElement member, out double score) && score < end)
            {
                Position place = GeoScore.PositionOf(score);
                if (!area.Contains(place, out double metres))
                    continue;
                points.Add(member.Text(digits), score, place, metres);
                if (points.Count == limit)
                    return;
            }
        }
    }
}
