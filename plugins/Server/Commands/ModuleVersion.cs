namespace CacheStorm.Plugins.Server;

/// <summary>A plugin's version as the one number that Redis' modules have: 1.2.3 is 10203.</summary>
internal static class ModuleVersion
{
    public static long Of(string text)
    {
        int end = text.AsSpan().IndexOfAnyExcept("0123456789.");
        return Version.TryParse(end < 0 ? text : text[..end], out Version? version)
            ? version.Major * 10_000L + version.Minor * 100L + Math.Max(version.Build, 0)
            : 0;
    }
}
