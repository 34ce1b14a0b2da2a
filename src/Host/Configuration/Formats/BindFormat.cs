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
        error = addresses.Length > MaxCount ? "Too many bind addresses specified." : null;
        value = error is null ? addresses : null;
        return error is null;
    }

    public override string Write(object value) => string.Join(' ', (string[])value);
}
