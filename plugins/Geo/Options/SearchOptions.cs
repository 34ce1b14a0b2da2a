using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>What a search is told.</summary>
internal struct SearchOptions
{
    /// <summary>Where to search. Means nothing when there is no such key.</summary>
    public SearchArea Area;
    /// <summary>WITHDIST.</summary>
    public bool WithDistance;
    /// <summary>WITHHASH.</summary>
    public bool WithHash;
    /// <summary>WITHCOORD.</summary>
    public bool WithPosition;
    /// <summary>ASC or DESC.</summary>
    public SearchOrder Order;
    /// <summary>COUNT; 0: all.</summary>
    public long Count;
    /// <summary>ANY: the first that are found, not the nearest.</summary>
    public bool Any;
    /// <summary>The argument that is the destination; 0: none, the result is the reply.</summary>
    public int Destination;
    /// <summary>Whether the key specifications find the destination: they know the first one of two.</summary>
    public bool IsDestinationDeclared;
    /// <summary>Distances become the scores in the destination, not the places' bits.</summary>
    public bool StoresDistances;

    /// <summary>What is replied of a point besides its name.</summary>
    public readonly int Details => (WithDistance ? 1 : 0) + (WithHash ? 1 : 0) + (WithPosition ? 1 : 0);
}

/// <summary>In which order points are answered.</summary>
internal enum SearchOrder
{
    /// <summary>As they are found.</summary>
    None,
    /// <summary>The nearest first.</summary>
    Ascending,
    /// <summary>The farthest first.</summary>
    Descending,
}
