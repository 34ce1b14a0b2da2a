namespace CacheStorm.Plugins.Server;

/// <summary>The arguments that hold names and passwords, which nobody who watches may see: those of AUTH, and after AUTH in HELLO and MIGRATE.</summary>
internal readonly ref struct SecretArguments
{
    private readonly int _first;
    private readonly int _last;

    private SecretArguments(int first, int last)
    {
        _first = first;
        _last = last;
    }

    /// <summary>Whether an argument is secret.</summary>
    public bool Contains(int index) => index >= _first && index < _last;

    /// <summary>Looks for them in a request.</summary>
    public static SecretArguments Of(string command, ArgumentList request)
    {
        switch (command)
        {
            case "auth":
                return new SecretArguments(1, request.Count);
            case "hello":
                return After(request, 2, "AUTH"u8, 2);
            case "migrate":
                SecretArguments one = After(request, 6, "AUTH"u8, 1);
                return one._last > 0 ? one : After(request, 6, "AUTH2"u8, 2);
            default:
                return default;
        }
    }

    private static SecretArguments After(ArgumentList request, int from, ReadOnlySpan<byte> word, int count)
    {
        for (int i = from; i < request.Count; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(request[i], word))
                return new SecretArguments(i + 1, i + 1 + count);
        }
        return default;
    }
}
