namespace CacheStorm.Plugins.Keys;

/// <summary>What stands behind the cursor of SCAN: what its kin have, and TYPE.</summary>
internal readonly ref struct KeyScanOptions
{
    private readonly ScanOptions _common;
    private readonly ReadOnlySpan<byte> _type;
    private readonly bool _hasType;

    private KeyScanOptions(ScanOptions common, ReadOnlySpan<byte> type, bool hasType)
    {
        _common = common;
        _type = type;
        _hasType = hasType;
    }

    /// <summary>About how many keys to look at.</summary>
    public int Count => _common.Count;

    /// <summary>Whether a key is wanted.</summary>
    public bool Chooses(in Entry entry) => _common.Chooses(entry.Key) && (!_hasType || TypeName.Is(entry.Type, _type));

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out KeyScanOptions options)
    {
        CommandArguments args = context.Args;
        ScanOptions common = default;
        ReadOnlySpan<byte> type = default;
        bool hasType = false;
        options = default;
        for (int i = 2; i < args.Count;)
        {
            if (i + 1 < args.Count && args.Is(i, "TYPE"u8))
            {
                type = args[i + 1];
                hasType = true;
                i += 2;
            }
            else if (!common.TryTake(context, ref i))
            {
                return false;
            }
        }
        options = new KeyScanOptions(common, type, hasType);
        return true;
    }
}
