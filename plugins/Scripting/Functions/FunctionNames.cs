using System.Buffers;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>What names of libraries and functions are made of.</summary>
internal static class FunctionNames
{
    private static readonly SearchValues<byte> s_allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);

    public static bool IsValid(ReadOnlySpan<byte> name) => name.Length > 0 && !name.ContainsAnyExcept(s_allowed);
}

/// <summary>Names of functions by their bytes: letters of either case are the same, as FCALL takes them. Looked up by a span without a copy.</summary>
internal sealed class FunctionNameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly FunctionNameComparer Instance = new();

    public bool Equals(byte[]? one, byte[]? other) => System.Text.Ascii.EqualsIgnoreCase(one, other);

    public bool Equals(ReadOnlySpan<byte> one, byte[] other) => System.Text.Ascii.EqualsIgnoreCase(one, other);

    public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte character in name)
        {
            uint letter = character is >= (byte)'A' and <= (byte)'Z' ? (uint)(character | 0x20) : character;
            hash = (hash ^ letter) * 16777619;
        }
        return (int)hash;
    }

    public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();
}
