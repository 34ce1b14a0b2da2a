using System.Text;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>What ZADD makes of members that are there, and of those that are not.</summary>
[Flags]
internal enum AddFlags : byte
{
    None = 0,
    /// <summary>NX: leaves members that are there.</summary>
    OnlyNew = 1,
    /// <summary>XX: adds nobody.</summary>
    OnlyExisting = 2,
    /// <summary>GT: never lowers a score.</summary>
    OnlyGreater = 4,
    /// <summary>LT: never raises a score.</summary>
    OnlyLess = 8,
    /// <summary>CH: the reply counts changed scores, too.</summary>
    CountChanged = 16,
    /// <summary>INCR: the score is added, and the new one is the reply.</summary>
    Increment = 32,
}

/// <summary>What stands between the key and the first score of ZADD (and ZINCRBY, where Redis reads them the same way).</summary>
/// <param name="Flags">The options.</param>
/// <param name="FirstPair">The argument that is the first score.</param>
internal readonly record struct AddOptions(AddFlags Flags, int FirstPair)
{
    public bool Has(AddFlags flag) => (Flags & flag) != 0;

    /// <summary>Reads the options and checks that pairs follow. The scores are not looked at.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="flags">What is said without words: <see cref="AddFlags.Increment"/> for ZINCRBY.</param>
    /// <param name="options">The options.</param>
    /// <returns>What to reply when they make no sense; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ArgumentList arguments, AddFlags flags, out AddOptions options)
    {
        int index = 2;
        while (index < arguments.Count && FlagOf(arguments[index]) is var flag && flag != AddFlags.None)
        {
            flags |= flag;
            index++;
        }
        options = new AddOptions(flags, index);

        int rest = arguments.Count - index;
        if (rest == 0 || (rest & 1) != 0)
            return Errors.Syntax;
        if (flags == AddFlags.None)
            return default;
        if ((flags & (AddFlags.OnlyNew | AddFlags.OnlyExisting)) == (AddFlags.OnlyNew | AddFlags.OnlyExisting))
            return SortedSetErrors.NewAndExisting;
        AddFlags exclusive = flags & (AddFlags.OnlyNew | AddFlags.OnlyGreater | AddFlags.OnlyLess);
        if ((exclusive & (exclusive - 1)) != 0)
            return SortedSetErrors.GreaterLessNew;
        if ((flags & AddFlags.Increment) != 0 && rest > 2)
            return SortedSetErrors.IncrementOnePair;
        return default;
    }

    private static AddFlags FlagOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        // Most scores are digits: not a letter, not an option.
        2 when word[0] < (byte)'A' => AddFlags.None,
        2 when Ascii.EqualsIgnoreCase(word, "NX"u8) => AddFlags.OnlyNew,
        2 when Ascii.EqualsIgnoreCase(word, "XX"u8) => AddFlags.OnlyExisting,
        2 when Ascii.EqualsIgnoreCase(word, "GT"u8) => AddFlags.OnlyGreater,
        2 when Ascii.EqualsIgnoreCase(word, "LT"u8) => AddFlags.OnlyLess,
        2 when Ascii.EqualsIgnoreCase(word, "CH"u8) => AddFlags.CountChanged,
        4 when Ascii.EqualsIgnoreCase(word, "INCR"u8) => AddFlags.Increment,
        _ => AddFlags.None,
    };
}
