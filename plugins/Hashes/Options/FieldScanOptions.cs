namespace CacheStorm.Plugins.Hashes;

/// <summary>What stands behind the cursor of HSCAN: what its kin have, and 7.4's NOVALUES.</summary>
internal readonly ref struct FieldScanOptions
{
    private readonly ScanOptions _common;

    private FieldScanOptions(ScanOptions common, bool withValues)
    {
        _common = common;
        WithValues = withValues;
    }

    /// <summary>About how many fields to look at.</summary>
    public int Count => _common.Count;

    /// <summary>Whether the values are told, too.</summary>
    public bool WithValues { get; }

    /// <summary>Whether a field is wanted.</summary>
    public bool Chooses(scoped PackedElement field) => _common.Chooses(field);

    /// <summary>Reads the options. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out FieldScanOptions options)
    {
        CommandArguments args = context.Args;
        ScanOptions common = default;
        bool withValues = true;
        options = default;
        for (int i = 3; i < args.Count;)
        {
            if (args.Is(i, "NOVALUES"u8))
            {
                withValues = false;
                i++;
            }
            else if (!common.TryTake(context, ref i))
            {
                return false;
            }
        }
        options = new FieldScanOptions(common, withValues);
        return true;
    }
}
