using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO's text: the wanted sections in their order, each under its title, those of one name together.</summary>
internal static class InfoText
{
    public static string Of(IEnumerable<IInfoSection> sections, InfoSelection selection)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, IInfoSection> group in sections
            .OrderBy(section => section.Order)
            .GroupBy(section => section.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (!selection.Includes(group.Key, group.Min(section => section.Order), group.Any(section => section.IsDefault)))
                continue;
            if (text.Length > 0)
                text.Append("\r\n");
            text.Append("# ").Append(group.Key).Append("\r\n");
            var writer = new InfoWriter();
            foreach (IInfoSection section in group)
                section.Write(writer);
            text.Append(writer);
        }
        return text.ToString();
    }
}
