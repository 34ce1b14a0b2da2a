namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Says what a field holds after SET or INCRBY.</summary>
internal static class FieldArithmetic
{
    /// <summary>Brings a value into a field's range. SET takes a negative value for an unsigned field as the number of the same 64 bits.</summary>
    /// <param name="operation">SET or INCRBY.</param>
    /// <param name="current">What the field holds.</param>
    /// <param name="result">What it shall hold.</param>
    /// <returns>False when nothing is to be stored: it does not fit, and FAIL was said.</returns>
    public static bool TryCompute(in FieldOperation operation, long current, out long result)
    {
        FieldType type = operation.Type;
        Int128 wanted = operation.Action == FieldAction.IncrementBy
            ? (Int128)current + operation.Value
            : type.IsSigned ? operation.Value : (Int128)(ulong)operation.Value;
        Int128 min = type.IsSigned ? -(Int128.One << type.Bits - 1) : 0;
        Int128 max = (Int128.One << (type.IsSigned ? type.Bits - 1 : type.Bits)) - 1;

        result = (long)(ulong)(UInt128)(wanted & ulong.MaxValue);
        if (wanted >= min && wanted <= max)
            return true;
        if (operation.Overflow == FieldOverflow.Fail)
            return false;
        result = operation.Overflow == FieldOverflow.Saturate
            ? (long)(wanted > max || IsFarBelow(operation, max) ? max : min)
            : LowBits(result, type);
        return true;
    }

    /// <summary>
    /// SET to a value so far below a narrow signed field that its distance to the greatest value is no 64-bit number. Redis takes
    /// it for one that is too great, and clients see that in what SAT stores.
    /// </summary>
    private static bool IsFarBelow(in FieldOperation operation, Int128 max) =>
        operation is { Action: FieldAction.Set, Type: { IsSigned: true, Bits: < 64 } } && max - operation.Value > long.MaxValue;

    private static long LowBits(long value, FieldType type)
    {
        int unused = 64 - type.Bits;
        return type.IsSigned ? value << unused >> unused : (long)((ulong)value << unused >> unused);
    }
}
