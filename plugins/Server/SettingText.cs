using System.Globalization;

namespace CacheStorm.Plugins.Server;

/// <summary>Reads settings by their Redis names, for showing them.</summary>
internal static class SettingText
{
    /// <summary>A setting's value as CONFIG GET answers it; empty when there is no such setting.</summary>
    public static string TextOf(this IConfigRegistry config, string name) =>
        config.TryGet(name, out ConfigParameter? parameter) ? parameter.Text : "";

    /// <summary>A setting's value as a number; 0 when it is none.</summary>
    public static long NumberOf(this IConfigRegistry config, string name) =>
        long.TryParse(config.TextOf(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : 0;

    /// <summary>Whether a setting says <c>yes</c>.</summary>
    public static bool IsOn(this IConfigRegistry config, string name) => config.TextOf(name) == "yes";
}
