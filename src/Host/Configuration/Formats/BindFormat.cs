using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>Addresses to listen on; its value is an array of strings. None at all listens on no TCP port.</summary>
internal sealed class BindFormat : ConfigFormat
{
    private const int MaxCount = 16;

    public override ConfigKind Kind => ConfigKind.List;

    public override string Allowed => $"addresses or host names, at most {MaxCount}, each with a dash before it if it may be missing";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        string[] addresses = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        error = addresses.Length > MaxCount ? "Too many bind addresses specified."
            : Array.Find(addresses, address => !CouldBeAddress(address)) is { } wrong ? $"'{wrong}' is no address"
            : null;
        value = error is null ? addresses : null;
        return error is null;
    }

    /// <summary>Only what can be told without asking anybody: the characters of addresses and host names.</summary>
    private static bool CouldBeAddress(string address)
    {
        ReadOnlySpan<char> name = address.AsSpan(address[0] == '-' ? 1 : 0);
        if (name is "*" or "::*")
            return true;
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !".:-_%".Contains(letter))
                return false;
        }
        return name.Length > 0;
    }

    public override string Write(object value) => string.Join(' ', (string[])value);
}
