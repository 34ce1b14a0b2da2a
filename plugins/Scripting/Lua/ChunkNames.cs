using System.Text;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>Names of chunks as Lua's errors show them.</summary>
internal static class ChunkNames
{
    private const int Longest = 59;

    /// <summary>The short form of a name.</summary>
    /// <param name="name">A name behind <c>@</c> or <c>=</c>, or the source itself.</param>
    public static string Short(ReadOnlySpan<byte> name)
    {
        string text = Encoding.Latin1.GetString(name);
        if (text.Length > 0 && text[0] is '=' or '@')
            return text.Length - 1 <= Longest ? text[1..] : text[0] == '=' ? text[1..(Longest + 1)] : "..." + text[^(Longest - 3)..];
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        int room = Longest - "[string \"...\"]".Length;
        if (end < 0 && text.Length <= room)
            return $"[string \"{text}\"]";
        return $"[string \"{text[..Math.Min(end < 0 ? text.Length : end, room)]}...\"]";
    }
}
