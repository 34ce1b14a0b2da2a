namespace CacheStorm.Plugins.Hashes;

/// <summary>Reads when a field expires.</summary>
internal static class FieldTime
{
    /// <summary>The latest expiry of a field, as in Redis: 46 bits of Unix milliseconds.</summary>
    public const long Latest = 0x3FFF_FFFF_FFFF;

    /// <summary>Reads a time. When it makes no sense, the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The argument.</param>
    /// <param name="unit">Milliseconds in a unit of it.</param>
    /// <param name="origin">What it counts from, in Unix milliseconds.</param>
    /// <param name="expiresAt">Unix milliseconds, not negative.</param>
    public static bool TryRead(CommandContext context, int index, long unit, long origin, out long expiresAt)
    {
        if (!context.Args.TryInt64(index, out expiresAt))
            return false;
        if (expiresAt < 0)
        {
            context.Reply.Error(HashErrors.ExpiryNegative);
            return false;
        }
        if (expiresAt > Latest / unit || expiresAt * unit > Latest - origin)
        {
            HashErrors.ExpiryInvalid(context);
            return false;
        }
        expiresAt = expiresAt * unit + origin;
        return true;
    }
}
