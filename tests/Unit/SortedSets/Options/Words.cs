using System.Text;

namespace CacheStorm.UnitTests.SortedSets.Options;

/// <summary>Requests as people write them.</summary>
internal static class Words
{
    /// <summary>The arguments of a request; <c>''</c> stands for an empty one.</summary>
    public static ArgumentList Of(string request)
    {
        var arguments = new ArgumentListBuilder();
        foreach (string word in request.Split(' '))
            arguments.Add(Encoding.Latin1.GetBytes(word == "''" ? "" : word));
        return arguments.Arguments;
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
