namespace CacheStorm.Plugins.Bitmaps;

/// <summary>What BITFIELD does with a field.</summary>
internal enum FieldAction : byte
{
    Get,
    Set,
    IncrementBy,
}

/// <summary>What becomes of a value that its field can't hold.</summary>
internal enum FieldOverflow : byte
{
    /// <summary>Its low bits are stored.</summary>
    Wrap,
    /// <summary>The nearest value that fits is stored.</summary>
    Saturate,
    /// <summary>Nothing is stored.</summary>
    Fail,
}

/// <summary>One step of BITFIELD.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Type">The field's type.</param>
/// <param name="Offset">Its first bit.</param>
/// <param name="Value">What to store or add.</param>
/// <param name="Overflow">What to do when it doesn't fit.</param>
internal readonly record struct FieldOperation(FieldAction Action, FieldType Type, long Offset, long Value, FieldOverflow Overflow)
{
    /// <summary>How many bytes a string needs to hold the field.</summary>
    public long Reach => (Offset + Type.Bits - 1 >> 3) + 1;
}
