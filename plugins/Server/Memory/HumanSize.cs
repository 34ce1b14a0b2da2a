using System.Globalization;

namespace CacheStorm.Plugins.Server;

/// <summary>Bytes as people read them, in Redis' form: <c>200B</c>, <c>991.28K</c>, <c>23.54G</c>.</summary>
internal static class HumanSize
{
    private const string Units = "KMGTP";

    public static string Of(long bytes)
    {
        if (bytes < 1024)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
        double size = bytes;
        int unit = -1;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{size:F2}{Units[unit]}");
    }
}
