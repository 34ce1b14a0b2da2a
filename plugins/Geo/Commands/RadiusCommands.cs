namespace CacheStorm.Plugins.Geo;

/// <summary>GEORADIUS and its kin, the older words for searching a circle.</summary>
internal sealed class RadiusCommands
{
    [Command("GEORADIUS", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys | CommandFlags.MayRunAlone,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a point",
        Complexity = "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument",
        Arguments = "key:key#0 longitude:double latitude:double radius:double unit=(m!M | km!KM | ft!FT | mi!MI) withcoord!WITHCOORD? withdist!WITHDIST? withhash!WITHHASH? count={count:integer@COUNT any!ANY?^6.2.0}? order=(asc!ASC | desc!DESC)? key:key#1@STORE? key:key#2@STOREDIST?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec("STORE", 6, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec("STOREDIST", 6, KeyAccess.Overwrite | KeyAccess.Update)]
    [CommandHistory("6.2.0", "Added the `ANY` option for `COUNT`.")]
    [CommandHistory("7.0.0", "Added support for uppercase unit names.")]
    public void GeoRadius(CommandContext context) => Searching.Run(context, SearchForm.Radius, canStore: true);

    [Command("GEORADIUS_RO", Arity = -6, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "3.2.10",
        Summary = "A read-only variant for GEORADIUS",
        Complexity = "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`GEOSEARCH` with the `BYRADIUS` argument",
        Arguments = "key:key#0 longitude:double latitude:double radius:double unit=(m!M | km!KM | ft!FT | mi!MI) withcoord!WITHCOORD? withdist!WITHDIST? withhash!WITHHASH? count={count:integer@COUNT any!ANY?^6.2.0}? order=(asc!ASC | desc!DESC)?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("6.2.0", "Added the `ANY` option for `COUNT`.")]
    public void GeoRadiusReadOnly(CommandContext context) => Searching.Run(context, SearchForm.Radius, canStore: false);

    [Command("GEORADIUSBYMEMBER", Arity = -5, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys | CommandFlags.MayRunAlone,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a member",
        Complexity = "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments",
        Arguments = "key:key#0 member:string radius:double unit=(m!M | km!KM | ft!FT | mi!MI) withcoord!WITHCOORD? withdist!WITHDIST? withhash!WITHHASH? count={count:integer@COUNT any!ANY?}? order=(asc!ASC | desc!DESC)? key:key#1@STORE? key:key#2@STOREDIST?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec("STORE", 5, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec("STOREDIST", 5, KeyAccess.Overwrite | KeyAccess.Update)]
    [CommandHistory("7.0.0", "Added support for uppercase unit names.")]
    public void GeoRadiusByMember(CommandContext context) => Searching.Run(context, SearchForm.RadiusByMember, canStore: true);

    [Command("GEORADIUSBYMEMBER_RO", Arity = -5, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "3.2.10",
        Summary = "A read-only variant for GEORADIUSBYMEMBER",
        Complexity = "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments",
        Arguments = "key:key#0 member:string radius:double unit=(m!M | km!KM | ft!FT | mi!MI) withcoord!WITHCOORD? withdist!WITHDIST? withhash!WITHHASH? count={count:integer@COUNT any!ANY?}? order=(asc!ASC | desc!DESC)?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GeoRadiusByMemberReadOnly(CommandContext context) =>
        Searching.Run(context, SearchForm.RadiusByMember, canStore: false);
}
