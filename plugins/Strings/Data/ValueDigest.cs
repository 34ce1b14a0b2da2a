using System.IO.Hashing;

namespace CacheStorm.Plugins.Strings;

/// <summary>The digest of a string: its 64-bit XXH3 without a seed, as 16 hexadecimal digits. What DIGEST answers and IFDEQ compares.</summary>
internal static class ValueDigest
{
    /// <summary>How many bytes a digest has.</summary>
    public const int Length = 16;

    /// <summary>True for 16 hexadecimal digits in either case.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length)
            return false;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }
        return true;
    }

    /// <summary>Writes a value's digest in lower case.</summary>
    /// <param name="value">The string.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public static void Format(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        ulong hash = XxHash3.HashToUInt64(value);
        for (int i = Length - 1; i >= 0; i--, hash >>= 4)
            destination[i] = "0123456789abcdef"u8[(int)(hash & 15)];
    }

    /// <summary>True when a digest, in either case, is that of a value.</summary>
    public static bool Matches(ReadOnlySpan<byte> value, ReadOnlySpan<byte> digest)
    {
        Span<byte> own = stackalloc byte[Length];
        Format(value, own);
        return System.Text.Ascii.EqualsIgnoreCase(own, digest);
    }
}
