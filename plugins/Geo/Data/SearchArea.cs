namespace CacheStorm.Plugins.Geo.Data;

/// <summary>What a search covers: a circle, or a box whose edges run along the meridians and parallels through its middle.</summary>
internal readonly struct SearchArea
{
    private readonly bool _isBox;

    private SearchArea(Position centre, double width, double height, double metresPerUnit, bool isBox)
    {
        Centre = centre;
        Width = width;
        Height = height;
        MetresPerUnit = metresPerUnit;
        _isBox = isBox;
    }

    public Position Centre { get; }

    /// <summary>What distances are given in.</summary>
    public double MetresPerUnit { get; }

    // In units. A circle's are its radius, a box' the whole of it.
    private double Width { get; }
    private double Height { get; }

    public static SearchArea Circle(Position centre, double radius, double metresPerUnit) =>
        new(centre, radius, radius, metresPerUnit, isBox: false);

    public static SearchArea Box(Position centre, double width, double height, double metresPerUnit) =>
        new(centre, width, height, metresPerUnit, isBox: true);

    /// <summary>The same shape elsewhere.</summary>
    public SearchArea At(Position centre) => new(centre, Width, Height, MetresPerUnit, _isBox);

    /// <summary>The metres from the centre to the farthest place.</summary>
    public double Reach =>
        (_isBox ? Math.Sqrt(Width / 2 * (Width / 2) + Height / 2 * (Height / 2)) : Width) * MetresPerUnit;

    /// <summary>What it covers in degrees, at least; may reach beyond the map.</summary>
    public CellBounds Bounds
    {
        get
        {
            double halfWidth = MetresPerUnit * (_isBox ? Width / 2 : Width);
            double halfHeight = MetresPerUnit * (_isBox ? Height / 2 : Height);
            double latitudes = Haversine.Degrees(halfHeight / Haversine.EarthRadius);
            // A degree of longitude is shortest at the edge nearest to the pole, so that edge spans the most of them.
            double narrowEdge = Centre.Latitude < 0 ? Centre.Latitude - latitudes : Centre.Latitude + latitudes;
            double longitudes = Haversine.Degrees(halfWidth / Haversine.EarthRadius / Math.Cos(Haversine.Radians(narrowEdge)));
            return new CellBounds(
                West: Centre.Longitude - longitudes,
                South: Centre.Latitude - latitudes,
                East: Centre.Longitude + longitudes,
                North: Centre.Latitude + latitudes);
        }
    }

    /// <summary>Whether a place is inside.</summary>
    /// <param name="position">The place.</param>
    /// <param name="metres">How far it is from the centre.</param>
    public bool Contains(Position position, out double metres)
    {
        metres = 0;
        if (_isBox)
        {
            if (Haversine.MetresBetweenLatitudes(position.Latitude, Centre.Latitude) > Height * MetresPerUnit / 2)
                return false;
            if (Haversine.Metres(position, Centre with { Latitude = position.Latitude }) > Width * MetresPerUnit / 2)
                return false;
            metres = Haversine.Metres(Centre, position);
            return true;
        }
        // What is too far to the north or south needs no sines. The room left for rounding is far more than it takes.
        double radius = Width * MetresPerUnit;
        if (Haversine.MetresBetweenLatitudes(position.Latitude, Centre.Latitude) > radius * 1.000001 + 0.001)
            return false;
        metres = Haversine.Metres(Centre, position);
        return !(metres > radius);
    }
}
