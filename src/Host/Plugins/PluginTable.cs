using System.Globalization;
using System.Text;

namespace CacheStorm.Host.Plugins;

/// <summary>What the log says at start: every plugin in a line, with what became of it and how long that took.</summary>
internal static class PluginTable
{
    public static string Of(IReadOnlyList<PluginInfo> plugins, TimeSpan took)
    {
        int running = plugins.Count(p => p.State == PluginState.Running);
        int ids = Math.Max(6, plugins.Count == 0 ? 0 : plugins.Max(p => p.Id.Length));
        int versions = Math.Max(7, plugins.Count == 0 ? 0 : plugins.Max(p => p.Version.Length));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{running} of {plugins.Count} plugins in {took.TotalMilliseconds:0} ms");
        foreach (PluginInfo plugin in plugins)
        {
            string state = plugin.State.ToString().ToLowerInvariant();
            text.AppendLine();
            text.Append("  ").Append(plugin.Id.PadRight(ids)).Append("  ").Append(plugin.Version.PadRight(versions)).Append("  ").Append(state.PadRight(8))
                .Append(CultureInfo.InvariantCulture, $"  {plugin.LoadTime.TotalMilliseconds,7:0.0} ms  {plugin.Commands.Count,3} commands");
            if (plugin.CanReload)
                text.Append("  reloadable");
        }

        return text.ToString();
    }
}
