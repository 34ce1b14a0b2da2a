namespace CacheStorm.Plugins.Sets;

/// <summary>What stands behind the cursor of SSCAN.</summary>
internal readonly ref struct SetScanOptions
{
    private const int DefaultCount = 10;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly bool _hasPattern;

    private SetScanOptions(int count, ReadOnlySpan<byte> pattern, bool hasPattern)
    {
        Count = count;
        _pattern = pattern;
        _hasPattern = hasPattern;
    }

    /// <summary>About how many members to look at.</summary>
    public int Count { get; }

    /// <summary>Whether a member is wanted.</summary>
    public bool Chooses(scoped PackedElement member)
    {
        if (!_hasPattern)
            return true;
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        return Glob.IsMatch(_pattern, member.Text(text));
    }

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out SetScanOptions options)
    {
        CommandArguments args = context.Args;
        options = default;
        long count = DefaultCount;
        ReadOnlySpan<byte> pattern = default;
        bool hasPattern = false;
        for (int i = 3; i < args.Count; i += 2)
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
            else
            {
                return Syntax(context);
            }
        }

        options = new SetScanOptions((int)Math.Min(count, int.MaxValue), pattern, hasPattern);
        return true;
    }

    private static bool Syntax(CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
