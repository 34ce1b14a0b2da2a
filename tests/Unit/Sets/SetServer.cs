using System.Text;
using CacheStorm.Plugins.Sets;
using CacheStorm.UnitTests.Commands;

namespace CacheStorm.UnitTests.Sets;

/// <summary>Runs the handlers of the plugin on a store, and reads their replies.</summary>
internal sealed class SetServer : PluginCalls
{
    public SetServer()
        : base(typeof(SetDataType).Assembly)
    {
        Type = new SetDataType(Settings);
        Provide(Type);
    }

    public SetSettings Settings { get; } = new();

    public SetDataType Type { get; }

    /// <summary>Runs a command that replies with strings.</summary>
    public string[] Strings(params string[] words) => StringsOf(Run(words));

    /// <summary>The bulk strings of a reply, however nested.</summary>
    public static string[] StringsOf(string reply)
    {
        Assert.False(reply.StartsWith('-'), reply);
        string[] lines = reply.Split("\r\n");
        var strings = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('$') && lines[i] != "$-1")
                strings.Add(lines[++i]);
        }

        return [.. strings];
    }

    public long Integer(params string[] words)
    {
        string reply = Run(words);
        Assert.StartsWith(":", reply);
        return long.Parse(reply[1..^2]);
    }

    public SetEncoding EncodingOf(string key)
    {
        Assert.True(Open().TryFind(Encoding.UTF8.GetBytes(key), out Entry entry));
        return (SetEncoding)entry.Encoding;
    }
}
