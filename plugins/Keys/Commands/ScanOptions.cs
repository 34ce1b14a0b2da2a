namespace CacheStorm.Plugins.Keys;

/// <summary>What stands behind the cursor of SCAN.</summary>
internal readonly ref struct ScanOptions
{
    private const int DefaultCount = 10;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly ReadOnlySpan<byte> _type;
    private readonly bool _hasPattern;
    private readonly bool _hasType;

    private ScanOptions(int count, ReadOnlySpan<byte> pattern, bool hasPattern, ReadOnlySpan<byte> type, bool hasType)
    {
        Count = count;
        _pattern = pattern;
        _hasPattern = hasPattern;
        _type = type;
        _hasType = hasType;
    }

    /// <summary>About how many keys to look at.</summary>
    public int Count { get; }

    /// <summary>Whether a key is wanted.</summary>
    public bool Chooses(in Entry entry) =>
        (!_hasPattern || Glob.IsMatch(_pattern, entry.Key)) && (!_hasType || TypeName.Is(entry.Type, _type));

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out ScanOptions options)
    {
        CommandArguments args = context.Args;
        long count = DefaultCount;
        ReadOnlySpan<byte> pattern = default, type = default;
        bool hasPattern = false, hasType = false;
        options = default;
        for (int i = 2; i < args.Count; i += 2)
        {
            bool hasValue = i + 1 < args.Count;
            if (hasValue && args.Is(i, "COUNT"u8))
            {
                if (!args.TryInt64(i + 1, out count))
                    return false;
                if (count < 1)
                    return Syntax(context);
            }
            else if (hasValue && args.Is(i, "MATCH"u8))
            {
                pattern = args[i + 1];
                hasPattern = !Glob.IsEverything(pattern);
            }
            else if (hasValue && args.Is(i, "TYPE"u8))
            {
                type = args[i + 1];
                hasType = true;
            }
            else
            {
                return Syntax(context);
            }
        }
        options = new ScanOptions((int)Math.Min(count, int.MaxValue), pattern, hasPattern, type, hasType);
        return true;
    }

    private static bool Syntax(CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
