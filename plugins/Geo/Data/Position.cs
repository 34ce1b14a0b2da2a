namespace CacheStorm.Plugins.Geo.Data;

/// <summary>A place on the earth.</summary>
/// <param name="Longitude">Degrees, to the east.</param>
/// <param name="Latitude">Degrees, to the north.</param>
internal readonly record struct Position(double Longitude, double Latitude)
{
    public const double MaxLongitude = 180;

    /// <summary>Where the square map of the web Mercator projection (EPSG:3857) ends.</summary>
    public const double MaxLatitude = 85.05112878;

    /// <summary>Whether it is on the map.</summary>
    public bool IsOnMap => Longitude is >= -MaxLongitude and <= MaxLongitude && Latitude is >= -MaxLatitude and <= MaxLatitude;
}
