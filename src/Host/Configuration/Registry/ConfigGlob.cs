using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>Redis' patterns on names, in any case: <see cref="Glob"/> for text.</summary>
internal static class ConfigGlob
{
    public static bool HasWildcards(string pattern) => pattern.AsSpan().ContainsAny('*', '?', '[');

    public static bool IsMatch(string pattern, string name) =>
        Glob.IsMatch(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(name), ignoreCase: true);
}
