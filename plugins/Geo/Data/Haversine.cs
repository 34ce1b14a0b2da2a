namespace CacheStorm.Plugins.Geo.Data;

/// <summary>Distances along the surface of a sphere as large as the earth, by the haversine formula.</summary>
internal static class Haversine
{
    /// <summary>In metres; the same as Redis', for the same distances.</summary>
    public const double EarthRadius = 6372797.560856;

    private const double RadiansPerDegree = Math.PI / 180.0;

    public static double Radians(double degrees) => degrees * RadiansPerDegree;

    public static double Degrees(double radians) => radians / RadiansPerDegree;

    /// <summary>The metres between two places.</summary>
    public static double Metres(Position from, Position to)
    {
        double v = Math.Sin((Radians(to.Longitude) - Radians(from.Longitude)) / 2);
        if (v == 0)
            return MetresBetweenLatitudes(from.Latitude, to.Latitude);
        double fromLatitude = Radians(from.Latitude);
        double toLatitude = Radians(to.Latitude);
        double u = Math.Sin((toLatitude - fromLatitude) / 2);
        double chord = Math.Sqrt(u * u + Math.Cos(fromLatitude) * Math.Cos(toLatitude) * v * v);
        // Rounding may lift places opposite to each other above 1, which has no arc sine.
        return 2 * EarthRadius * Math.Asin(Math.Min(chord, 1));
    }

    /// <summary>The metres between two parallels of latitude.</summary>
    public static double MetresBetweenLatitudes(double from, double to) => EarthRadius * Math.Abs(Radians(to) - Radians(from));
}
