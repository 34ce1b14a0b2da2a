using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>How places and distances are written.</summary>
internal static class PointReply
{
    private const int CoordinateDecimals = 17;

    /// <summary>A string in either protocol.</summary>
    public static void WriteDistance(ReplyWriter reply, double distance)
    {
        Span<byte> text = stackalloc byte[DistanceText.MaxLength];
        reply.Bulk(text[..DistanceText.Format(text, distance)]);
    }

    public static void WritePosition(ReplyWriter reply, Position position)
    {
        reply.Array(2);
        WriteCoordinate(reply, position.Longitude);
        WriteCoordinate(reply, position.Latitude);
    }

    // A number in RESP3, with digits of its own.
    private static void WriteCoordinate(ReplyWriter reply, double degrees)
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        ReadOnlySpan<byte> digits = DecimalText.Trim(text[..DecimalText.Format(text, degrees, CoordinateDecimals)]);
        if (reply.ProtocolVersion < 3)
        {
            reply.Bulk(digits);
            return;
        }
        reply.Raw(","u8);
        reply.Raw(digits);
        reply.Raw("\r\n"u8);
    }
}
