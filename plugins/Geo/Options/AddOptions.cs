namespace CacheStorm.Plugins.Geo;

/// <summary>What GEOADD is told besides the positions.</summary>
internal readonly ref struct AddOptions
{
    /// <summary>The arguments of one position: longitude, latitude, member.</summary>
    public const int Stride = 3;

    private const int FirstOption = 2;

    /// <summary>NX.</summary>
    public bool OnlyNew { get; private init; }
    /// <summary>XX.</summary>
    public bool OnlyExisting { get; private init; }
    /// <summary>CH.</summary>
    public bool CountChanged { get; private init; }
    /// <summary>The argument at which the positions begin.</summary>
    public int First { get; private init; }
    /// <summary>How many positions there are.</summary>
    public int Count { get; private init; }

    /// <summary>Reads them.</summary>
    /// <returns>False when they make no sense.</returns>
    public static bool TryParse(CommandArguments args, out AddOptions options)
    {
        bool onlyNew = false, onlyExisting = false, countChanged = false;
        int first = FirstOption;
        for (; first < args.Count; first++)
        {
            if (args.Is(first, "NX"u8))
                onlyNew = true;
            else if (args.Is(first, "XX"u8))
                onlyExisting = true;
            else if (args.Is(first, "CH"u8))
                countChanged = true;
            else
                break;
        }

        int rest = args.Count - first;
        options = new AddOptions
        {
            OnlyNew = onlyNew, OnlyExisting = onlyExisting, CountChanged = countChanged, First = first, Count = rest / Stride,
        };
        return rest > 0 && rest % Stride == 0 && !(onlyNew && onlyExisting);
    }
}
