namespace CacheStorm.Plugins.Geo;

/// <summary>The units of distances: m, km, ft, mi.</summary>
internal static class DistanceUnit
{
    public const double Metre = 1;
    public const double Kilometre = 1000;
    public const double Foot = 0.3048;
    public const double Mile = 1609.34;

    /// <summary>Reads a unit; when it is none, the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The argument.</param>
    /// <param name="metres">How many metres it has.</param>
    public static bool TryRead(CommandContext context, int index, out double metres)
    {
        CommandArguments args = context.Args;
        metres = args.Is(index, "m"u8) ? Metre
            : args.Is(index, "km"u8) ? Kilometre
            : args.Is(index, "ft"u8) ? Foot
            : args.Is(index, "mi"u8) ? Mile
            : 0;
        if (metres > 0)
            return true;
        context.Reply.Error(GeoErrors.Unit);
        return false;
    }
}
