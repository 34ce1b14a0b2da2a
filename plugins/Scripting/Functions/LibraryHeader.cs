using System.Text;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>The first line of a library: <c>#!lua name=mylib</c>.</summary>
internal static class LibraryHeader
{
    public const string InvalidName = "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long";

    /// <summary>Reads a library's name.</summary>
    /// <param name="source">The library.</param>
    /// <param name="bodyStart">Where the line ends.</param>
    /// <exception cref="FunctionException">The line is wrong.</exception>
    public static byte[] Parse(ReadOnlySpan<byte> source, out int bodyStart)
    {
        if (!source.StartsWith("#!"u8))
            throw new FunctionException("ERR Missing library metadata");
        bodyStart = source.IndexOf((byte)'\n');
        if (bodyStart < 0)
            throw new FunctionException("ERR Invalid library metadata");

        if (QuotedWords.Split(source[..bodyStart]) is not { } words)
            throw new FunctionException("ERR Invalid library metadata");
        string engine = words[0][2..];
        string? name = null;
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (word.Length == 0)
                continue;
            if (!word.StartsWith("name=", StringComparison.OrdinalIgnoreCase))
                throw new FunctionException($"ERR Invalid metadata value given: {word}");
            if (name is not null)
                throw new FunctionException("ERR Invalid metadata value, name argument was given multiple times");
            name = word[5..];
        }

        if (name is null)
            throw new FunctionException("ERR Library name was not given");
        byte[] bytes = Encoding.Latin1.GetBytes(name);
        if (!FunctionNames.IsValid(bytes))
            throw new FunctionException(InvalidName);
        if (!engine.Equals("lua", StringComparison.OrdinalIgnoreCase))
            throw new FunctionException($"ERR Engine '{engine}' not found");
        return bytes;
    }
}
