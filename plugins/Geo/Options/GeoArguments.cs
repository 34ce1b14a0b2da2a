using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>Reads positions and sizes from arguments. What makes no sense is an error, which is the reply then.</summary>
internal static class GeoArguments
{
    /// <summary>Reads a longitude and the latitude behind it.</summary>
    public static bool TryPosition(CommandContext context, int index, out Position position)
    {
        position = default;
        if (!context.Args.TryDouble(index, out double longitude) || !context.Args.TryDouble(index + 1, out double latitude))
            return false;
        position = new Position(longitude, latitude);
        if (position.IsOnMap)
            return true;
        GeoErrors.OutOfBounds(context, position);
        return false;
    }

    /// <summary>Reads a radius and its unit.</summary>
    public static bool TryCircle(CommandContext context, int index, out SearchArea area)
    {
        area = default;
        if (!TryNumber(context, index, GeoErrors.RadiusNotNumeric, out double radius))
            return false;
        if (radius < 0)
        {
            context.Reply.Error(GeoErrors.RadiusNegative);
            return false;
        }
        if (!DistanceUnit.TryRead(context, index + 1, out double metres))
            return false;
        area = SearchArea.Circle(default, radius, metres);
        return true;
    }

    /// <summary>Reads a width, a height and their unit.</summary>
    public static bool TryBox(CommandContext context, int index, out SearchArea area)
    {
        area = default;
        if (!TryNumber(context, index, GeoErrors.WidthNotNumeric, out double width)
            || !TryNumber(context, index + 1, GeoErrors.HeightNotNumeric, out double height))
            return false;
        if (width < 0 || height < 0)
        {
            context.Reply.Error(GeoErrors.BoxNegative);
            return false;
        }
        if (!DistanceUnit.TryRead(context, index + 2, out double metres))
            return false;
        area = SearchArea.Box(default, width, height, metres);
        return true;
    }

    private static bool TryNumber(CommandContext context, int index, ReadOnlySpan<byte> error, out double value)
    {
        if (Numbers.TryParseDouble(context.Args[index], out value) && !double.IsNaN(value))
            return true;
        context.Reply.Error(error);
        return false;
    }
}
