namespace CacheStorm.Plugins.Geo.Data;

/// <summary>What a cell of the grid covers, in degrees.</summary>
/// <param name="West">Its smallest longitude.</param>
/// <param name="South">Its smallest latitude.</param>
/// <param name="East">Its largest longitude.</param>
/// <param name="North">Its largest latitude.</param>
internal readonly record struct CellBounds(double West, double South, double East, double North)
{
    /// <summary>The middle; on the map, even where the cell is not.</summary>
    public Position Centre => new(
        Math.Clamp((West + East) / 2, -Position.MaxLongitude, Position.MaxLongitude),
        Math.Clamp((South + North) / 2, -Position.MaxLatitude, Position.MaxLatitude));
}
