namespace CacheStorm.Plugins.Hashes;

/// <summary>When HEXPIRE and its kin may change a field's expiry: one word, or none.</summary>
internal enum ExpireCondition : byte
{
    /// <summary>Always.</summary>
    None,
    /// <summary>NX: the field has none.</summary>
    NoExpiry,
    /// <summary>XX: the field has one.</summary>
    AnyExpiry,
    /// <summary>GT: the new one is later; a field without expires later than any.</summary>
    Later,
    /// <summary>LT: the new one is sooner.</summary>
    Sooner,
}

/// <summary>Reads and judges the condition.</summary>
internal static class ExpireConditions
{
    /// <summary>The condition that a word names.</summary>
    public static ExpireCondition Of(ReadOnlySpan<byte> word)
    {
        if (word.Length != 2)
            return ExpireCondition.None;
        return ((word[0] | 0x20) << 8 | word[1] | 0x20) switch
        {
            'n' << 8 | 'x' => ExpireCondition.NoExpiry,
            'x' << 8 | 'x' => ExpireCondition.AnyExpiry,
            'g' << 8 | 't' => ExpireCondition.Later,
            'l' << 8 | 't' => ExpireCondition.Sooner,
            _ => ExpireCondition.None,
        };
    }

    /// <summary>Whether an expiry may take the place of another.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="current">The present one; 0: none.</param>
    /// <param name="wanted">The new one.</param>
    public static bool Allows(this ExpireCondition condition, long current, long wanted) => condition switch
    {
        ExpireCondition.NoExpiry => current == 0,
        ExpireCondition.AnyExpiry => current != 0,
        ExpireCondition.Later => current != 0 && wanted > current,
        ExpireCondition.Sooner => current == 0 || wanted < current,
        _ => true,
    };
}
