namespace CacheStorm.Plugins.Geo;

/// <summary>GEOSEARCH and GEOSEARCHSTORE: what lies in a circle or in a box.</summary>
internal sealed class SearchCommands
{
    [Command("GEOSEARCH", Arity = -7, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "6.2.0",
        Summary = "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle.",
        Complexity = "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape",
        Arguments = "key:key#0 from=(member:string@FROMMEMBER | longitude_latitude={longitude:double latitude:double}@FROMLONLAT) by=(circle={radius:double@BYRADIUS unit=(m!M | km!KM | ft!FT | mi!MI)} | box={width:double@BYBOX height:double unit=(m!M | km!KM | ft!FT | mi!MI)}) order=(asc!ASC | desc!DESC)? count={count:integer@COUNT any!ANY?}? withcoord!WITHCOORD? withdist!WITHDIST? withhash!WITHHASH?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.0.0", "Added support for uppercase unit names.")]
    public void GeoSearch(CommandContext context) => Searching.Run(context, SearchForm.Search, canStore: false);

    [Command("GEOSEARCHSTORE", Arity = -8, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "geo",
        Since = "6.2.0",
        Summary = "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and store the result in another key.",
        Complexity = "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape",
        Arguments = "destination:key#0 source:key#1 from=(member:string@FROMMEMBER | longitude_latitude={longitude:double latitude:double}@FROMLONLAT) by=(circle={radius:double@BYRADIUS unit=(m!M | km!KM | ft!FT | mi!MI)} | box={width:double@BYBOX height:double unit=(m!M | km!KM | ft!FT | mi!MI)}) order=(asc!ASC | desc!DESC)? count={count:integer@COUNT any!ANY?}? storedist!STOREDIST?")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.0.0", "Added support for uppercase unit names.")]
    public void GeoSearchStore(CommandContext context) => Searching.Run(context, SearchForm.SearchStore, canStore: true);
}
