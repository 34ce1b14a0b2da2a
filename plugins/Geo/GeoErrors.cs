using System.Globalization;
using System.Text;
using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>The error texts that only the geospatial commands have.</summary>
internal static class GeoErrors
{
    public static ReadOnlySpan<byte> Unit => "ERR unsupported unit provided. please use M, KM, FT, MI"u8;
    public static ReadOnlySpan<byte> RadiusNotNumeric => "ERR need numeric radius"u8;
    public static ReadOnlySpan<byte> RadiusNegative => "ERR radius cannot be negative"u8;
    public static ReadOnlySpan<byte> WidthNotNumeric => "ERR need numeric width"u8;
    public static ReadOnlySpan<byte> HeightNotNumeric => "ERR need numeric height"u8;
    public static ReadOnlySpan<byte> BoxNegative => "ERR height or width cannot be negative"u8;
    public static ReadOnlySpan<byte> NoSuchMember => "ERR could not decode requested zset member"u8;

    public static ReadOnlySpan<byte> CountNotPositive => "ERR COUNT must be > 0"u8;
    public static ReadOnlySpan<byte> AnyWithoutCount => "ERR the ANY argument requires COUNT argument"u8;
    public static ReadOnlySpan<byte> RadiusStoreWithDetails =>
        "ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options"u8;
    public static ReadOnlySpan<byte> SearchStoreWithDetails =>
        "ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options"u8;

    public static ReadOnlySpan<byte> NoSortedSets => "ERR no plugin brings sorted sets, which keep the positions"u8;

    /// <summary>Replies that a position lies beyond what can be kept.</summary>
    public static void OutOfBounds(CommandContext context, Position position)
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"ERR invalid longitude,latitude pair {Written(position.Longitude)},{Written(position.Latitude)}");
        context.Reply.Error(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Replies that a search has no centre, or several.</summary>
    public static void NeedsOneCentre(CommandContext context) =>
        context.Reply.Error([.. "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for "u8, .. context.Args[0]]);

    /// <summary>Replies that a search has no shape, or several.</summary>
    public static void NeedsOneShape(CommandContext context) =>
        context.Reply.Error([.. "ERR exactly one of BYRADIUS and BYBOX can be specified for "u8, .. context.Args[0]]);

    private static string Written(double degrees)
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        return Encoding.ASCII.GetString(text[..DecimalText.Format(text, degrees, 6)]);
    }
}
