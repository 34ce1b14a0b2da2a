namespace CacheStorm.Host.Commands;

/// <summary>
/// First key, last key and step: the older way to say where keys stand, which COMMAND INFO still reports. Derived from the key
/// specifications as Redis 7.0 derives them (compared with every command of that version).
/// </summary>
internal readonly record struct KeyPositions(int First, int Last, int Step)
{
    public static KeyPositions Of(IReadOnlyList<KeySpecAttribute> specs)
    {
        if (specs.Count == 1)
            return IsRange(specs[0]) ? new(specs[0].Index, LastOf(specs[0]), specs[0].Step) : default;

        int first = int.MaxValue;
        int last = 0;
        foreach (KeySpecAttribute spec in specs)
        {
            if (!IsRange(spec))
                continue;
            // Only ranges that follow one another without a gap can be told as one.
            if (spec.Step != 1 || (last != 0 && last != spec.Index - 1))
                return default;
            first = Math.Min(first, spec.Index);
            // Compared as unsigned: a last key counted from the end lies behind all others.
            last = (int)Math.Max((uint)last, (uint)LastOf(spec));
        }

        return first == int.MaxValue ? default : new(first, last, 1);
    }

    /// <summary>True when the three numbers don't tell all keys: a client must ask by COMMAND GETKEYS.</summary>
    public static bool AreMovable(IReadOnlyList<KeySpecAttribute> specs)
    {
        foreach (KeySpecAttribute spec in specs)
        {
            if (!IsRange(spec))
                return true;
        }

        return false;
    }

    private static bool IsRange(KeySpecAttribute spec) => spec is { Unknown: false, Keyword: null, KeyCountIndex: < 0 };

    private static int LastOf(KeySpecAttribute spec) => spec.Last >= 0 ? spec.Index + spec.Last : spec.Last;
}
