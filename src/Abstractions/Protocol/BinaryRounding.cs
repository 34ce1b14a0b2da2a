namespace CacheStorm;

/// <summary>Rounds to so many binary digits, to the nearest and to the even one of two that are equally near.</summary>
internal static class BinaryRounding
{
    /// <summary>Rounds <c>value × 2^exponent</c>.</summary>
    /// <param name="value">The exact bits, the lower end possibly cut off.</param>
    /// <param name="sticky">Whether something other than zero was cut off below the value.</param>
    /// <param name="exponent">The power of two that the value is multiplied with.</param>
    /// <param name="precision">How many bits may remain, at most 64.</param>
    /// <param name="smallest">The exponent below which bits are lost even though there are few.</param>
    /// <param name="mantissa">What remains.</param>
    /// <param name="resultExponent">The power of two for what remains.</param>
    public static void Round(
        UInt128 value, bool sticky, int exponent, int precision, int smallest, out ulong mantissa, out int resultExponent)
    {
        int length = 128 - (int)UInt128.LeadingZeroCount(value);
        int drop = Math.Max(length - precision, smallest - exponent);
        if (drop <= 0)
        {
            // Nothing to lose. Something sticky below whole bits is far below half of the last one.
            int room = sticky ? 0 : Math.Min(precision - length, exponent - smallest);
            room = length == 0 ? 0 : Math.Max(room, 0);
            mantissa = (ulong)(value << room);
            resultExponent = exponent - room;
            return;
        }

        resultExponent = exponent + drop;
        if (drop > 128)
        {
            mantissa = 0;
            return;
        }
        UInt128 kept = drop == 128 ? UInt128.Zero : value >> drop;
        UInt128 half = UInt128.One << (drop - 1);
        UInt128 lost = drop == 128 ? value : value & ((half << 1) - 1);
        bool up = lost > half || (lost == half && (sticky || (kept & 1) == 1));
        if (up)
            kept++;
        if (kept >> precision != UInt128.Zero)
        {
            kept >>= 1;
            resultExponent++;
        }
        mantissa = (ulong)kept;
    }
}
