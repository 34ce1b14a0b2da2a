using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>GEOPOS, GEOHASH and GEODIST: where members are, and how far apart.</summary>
internal sealed class PositionCommands
{
    private const int FirstMember = 2;
    private const int Unit = 4;

    [Command("GEOPOS", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Returns longitude and latitude of members of a geospatial index",
        Complexity = "O(N) where N is the number of members requested.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GeoPos(CommandContext context)
    {
        if (!TryOpen(context, out bool exists, out Entry entry))
            return;
        context.Reply.Array(context.Args.Count - FirstMember);
        for (int i = FirstMember; i < context.Args.Count; i++)
        {
            if (exists && TryPosition(in entry, context.Args[i], out Position position))
                PointReply.WritePosition(context.Reply, position);
            else
                context.Reply.NullArray();
        }
    }

    [Command("GEOHASH", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Returns members of a geospatial index as standard geohash strings",
        Complexity = "O(log(N)) for each member requested, where N is the number of elements in the sorted set.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GeoHash(CommandContext context)
    {
        if (!TryOpen(context, out bool exists, out Entry entry))
            return;
        Span<byte> text = stackalloc byte[GeohashText.Length];
        context.Reply.Array(context.Args.Count - FirstMember);
        for (int i = FirstMember; i < context.Args.Count; i++)
        {
            if (exists && TryPosition(in entry, context.Args[i], out Position position))
            {
                GeohashText.Write(position, text);
                context.Reply.Bulk(text);
            }
            else
            {
                context.Reply.Null();
            }
        }
    }

    [Command("GEODIST", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Returns the distance between two members of a geospatial index",
        Complexity = "O(log(N))",
        Arguments = "key:key#0 member1:string member2:string unit=(m!M | km!KM | ft!FT | mi!MI)?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GeoDist(CommandContext context)
    {
        double metresPerUnit = DistanceUnit.Metre;
        if (context.Args.Count == Unit + 1 && !DistanceUnit.TryRead(context, Unit, out metresPerUnit))
            return;
        if (context.Args.Count > Unit + 1)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if (!TryOpen(context, out bool exists, out Entry entry))
            return;
        if (exists && TryPosition(in entry, context.Args[FirstMember], out Position from)
            && TryPosition(in entry, context.Args[FirstMember + 1], out Position to))
            PointReply.WriteDistance(context.Reply, Haversine.Metres(from, to) / metresPerUnit);
        else
            context.Reply.Null();
    }

    private static bool TryOpen(CommandContext context, out bool exists, out Entry entry)
    {
        exists = context.Keyspace.TryFind(context.Key, out entry);
        if (!exists || entry.Type is SortedSetType)
            return true;
        context.Reply.Error(Errors.WrongType);
        return false;
    }

    private static bool TryPosition(in Entry entry, ReadOnlySpan<byte> member, out Position position)
    {
        bool isMember = ((SortedSetType)entry.Type).TryScore(in entry, member, out double score);
        position = isMember ? GeoScore.PositionOf(score) : default;
        return isMember;
    }
}
