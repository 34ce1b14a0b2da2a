using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>What LCS and STRALGO LCS shall answer: the subsequence, its length, or where it lies in both strings.</summary>
internal struct LcsOptions
{
    /// <summary>LEN.</summary>
    public bool Length { get; private set; }
    /// <summary>IDX.</summary>
    public bool Indexes { get; private set; }
    /// <summary>WITHMATCHLEN.</summary>
    public bool WithMatchLength { get; private set; }
    /// <summary>MINMATCHLEN: shorter matches are left out; never negative.</summary>
    public long MinMatchLength { get; private set; }

    /// <summary>Takes the option at an index.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="index">The option; moved to its last argument.</param>
    /// <returns>What to reply when it can't be taken; empty when it was.</returns>
    public ReadOnlySpan<byte> Take(ArgumentList arguments, ref int index)
    {
        ReadOnlySpan<byte> word = arguments[index];
        if (Ascii.EqualsIgnoreCase(word, "IDX"u8))
            Indexes = true;
        else if (Ascii.EqualsIgnoreCase(word, "LEN"u8))
            Length = true;
        else if (Ascii.EqualsIgnoreCase(word, "WITHMATCHLEN"u8))
            WithMatchLength = true;
        else if (Ascii.EqualsIgnoreCase(word, "MINMATCHLEN"u8) && index + 1 < arguments.Count)
        {
            if (!Numbers.TryParseInt64(arguments[++index], out long length))
                return Errors.NotInteger;
            MinMatchLength = Math.Max(0, length);
        }
        else
            return Errors.Syntax;
        return default;
    }
}
