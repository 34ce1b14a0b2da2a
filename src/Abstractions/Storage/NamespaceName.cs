using System.Buffers;
using System.Buffers.Text;

namespace CacheStorm;

/// <summary>What namespaces may be called: 1 to 128 of letters, digits and <c>. _ - :</c>.</summary>
public static class NamespaceName
{
    /// <summary>How long a name may be.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<byte> s_allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:"u8);

    /// <summary>Whether this is a name. Those of the numbered namespaces are names, too.</summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= MaxLength && name.IndexOfAnyExcept(s_allowed) < 0;

    /// <summary>The number of a name like <c>db3</c>, which stands for what SELECT takes and for nothing else.</summary>
    /// <param name="name">The name.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when it is no such name.</returns>
    public static bool TryGetNumber(ReadOnlySpan<byte> name, out int number)
    {
        number = 0;
        return name.StartsWith("db"u8) && name.Length > 2 && name[2..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (name[2] != '0' || name.Length == 3)
            && (Utf8Parser.TryParse(name[2..], out number, out int used) && used == name.Length - 2 || Beyond(out number));
    }

    // A number that no database has.
    private static bool Beyond(out int number)
    {
        number = int.MaxValue;
        return true;
    }
}
