namespace CacheStorm.Plugins.HotKeys;

/// <summary>How long a request is on the wire, as an array of bulk strings: what every client library sends.</summary>
internal static class RequestSize
{
    private const int LineEnd = 2;

    public static long Of(ArgumentList arguments)
    {
        long size = HeaderOf(arguments.Count);
        for (int i = 0; i < arguments.Count; i++)
            size += HeaderOf(arguments[i].Length) + arguments[i].Length + LineEnd;
        return size;
    }

    private static int HeaderOf(int number) => 1 + Numbers.LengthOfInt64(number) + LineEnd;
}
