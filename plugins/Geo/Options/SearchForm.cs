namespace CacheStorm.Plugins.Geo;

/// <summary>In which words a search is asked for.</summary>
internal enum SearchForm
{
    /// <summary>GEORADIUS: a centre and a radius, then options.</summary>
    Radius,
    /// <summary>GEORADIUSBYMEMBER: a member and a radius, then options.</summary>
    RadiusByMember,
    /// <summary>GEOSEARCH: options only.</summary>
    Search,
    /// <summary>GEOSEARCHSTORE: the destination first, then as <see cref="Search"/>.</summary>
    SearchStore,
}
