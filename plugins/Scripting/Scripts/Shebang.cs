using System.Text;

namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>The first line of a script: <c>#!lua flags=no-writes,allow-stale</c>.</summary>
internal static class Shebang
{
    /// <summary>Reads the flags of a script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="bodyStart">Where the line ends; 0 when there is none.</param>
    /// <exception cref="ShebangException">The line is wrong.</exception>
    public static ScriptFlags Parse(ReadOnlySpan<byte> source, out int bodyStart)
    {
        bodyStart = 0;
        if (!source.StartsWith("#!"u8))
            return ScriptFlags.Compatible;
        int end = source.IndexOf((byte)'\n');
        if (end < 0)
            throw new ShebangException("ERR Invalid script shebang");
        bodyStart = end;
        string[] words = Encoding.Latin1.GetString(source[..end]).Split(' ', StringSplitOptions.TrimEntries);
        if (words[0] != "#!lua")
            throw new ShebangException($"ERR Unexpected engine in script shebang: {words[0]}");
        ScriptFlags flags = ScriptFlags.None;
        for (int i = 1; i < words.Length; i++)
        {
            if (words[i].Length == 0)
                continue;
            if (!words[i].StartsWith("flags=", StringComparison.Ordinal))
                throw new ShebangException($"ERR Unknown lua shebang option: {words[i]}");
            if (words[i].Length == 6)
                continue;
            foreach (string word in words[i][6..].Split(','))
                flags |= FlagOf(word);
        }
        return flags;
    }

    /// <summary>A flag by its name.</summary>
    /// <exception cref="ShebangException">There is none of that name.</exception>
    private static ScriptFlags FlagOf(string word) => word switch
    {
        "no-writes" => ScriptFlags.NoWrites,
        "allow-oom" => ScriptFlags.AllowOom,
        "allow-stale" => ScriptFlags.AllowStale,
        "no-cluster" => ScriptFlags.NoCluster,
        "allow-cross-slot-keys" => ScriptFlags.AllowCrossSlotKeys,
        _ => throw new ShebangException($"ERR Unexpected flag in script shebang: {word}"),
    };
}
