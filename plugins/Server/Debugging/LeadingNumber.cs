using System.Buffers.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>Numbers as C reads them: as much of the text as is one; 0 when nothing is. Redis' DEBUG takes its numbers so.</summary>
internal static class LeadingNumber
{
    public static int Integer(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int value, out _) ? value : 0;

    public static double Float(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double value, out _) ? value : 0;
}
