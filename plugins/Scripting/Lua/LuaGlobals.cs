using System.Collections.Frozen;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>The names that every script finds. None of them can be changed by a script.</summary>
internal static class LuaGlobals
{
    /// <summary>Those that a compiled script takes over instead of looking them up each time.</summary>
    public static FrozenSet<string> Imported { get; } = new[]
    {
        "_G", "assert", "bit", "cjson", "cmsgpack", "collectgarbage", "coroutine", "error", "gcinfo", "getmetatable", "ipairs", "load",
        "loadstring", "math", "next", "os", "pairs", "pcall", "rawequal", "rawget", "rawset", "redis", "select", "server", "setmetatable",
        "string", "struct", "table", "tonumber", "tostring", "type", "unpack", "xpcall",
    }.ToFrozenSet();

    /// <summary>Our own Lua code, in the order in which it is loaded.</summary>
    public static ReadOnlySpan<string> Runtime => RuntimeParts;

    private static readonly string[] RuntimeParts =
        ["text", "errors", "strings", "tables", "mathematics", "coroutines", "arguments", "redis", "sandbox", "functions"];

    /// <summary>An embedded source.</summary>
    public static byte[]? Read(string resource)
    {
        using Stream? stream = typeof(LuaGlobals).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
            return null;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    /// <summary>The libraries that are made when a script asks for them.</summary>
    public static IEnumerable<string> Libraries
    {
        get
        {
            foreach (string name in typeof(LuaGlobals).Assembly.GetManifestResourceNames())
            {
                if (name.StartsWith("Libraries/", StringComparison.Ordinal))
                    yield return Path.GetFileNameWithoutExtension(name);
            }
        }
    }
}
