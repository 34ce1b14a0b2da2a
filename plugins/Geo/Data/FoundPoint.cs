namespace CacheStorm.Plugins.Geo.Data;

/// <summary>A member that a search has found.</summary>
internal struct FoundPoint
{
    public double Score;
    public Position Position;

    /// <summary>From the centre, in metres.</summary>
    public double Metres;

    // Where the member's text stands.
    public int Block;
    public int Offset;
    public int Length;
}
