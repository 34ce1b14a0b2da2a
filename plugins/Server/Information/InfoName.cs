namespace CacheStorm.Plugins.Server;

/// <summary>Names that come from outside, made fit for a field's name: what would break a line becomes an underscore.</summary>
internal static class InfoName
{
    private const string Unsafe = "#:\n\r";

    public static string Safe(string name) => name.AsSpan().ContainsAny(Unsafe) ? string.Concat(name.Select(Replace)) : name;

    private static char Replace(char letter) => Unsafe.Contains(letter) ? '_' : letter;
}
