namespace CacheStorm.Plugins.Keys;

/// <summary>What stands behind the key of SORT and SORT_RO.</summary>
internal readonly ref struct SortOptions
{
    private const int FirstOption = 2;

    /// <summary>Which argument is the pattern of BY; 0: none.</summary>
    public int By { get; private init; }
    /// <summary>Which argument is the key that receives the result; 0: the client does.</summary>
    public int Store { get; private init; }
    /// <summary>Which arguments are the patterns of GET.</summary>
    public ReadOnlySpan<int> Gets { get; private init; }
    /// <summary>How many of the sorted elements are passed over; not negative.</summary>
    public long Offset { get; private init; }
    /// <summary>How many are wanted; negative: all.</summary>
    public long Limit { get; private init; }
    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; private init; }
    /// <summary>Whether texts are compared, not numbers.</summary>
    public bool Alpha { get; private init; }
    /// <summary>Whether the elements stay as they stand: BY's pattern has no place for an element.</summary>
    public bool KeepsOrder { get; private init; }
    /// <summary>Whether keys are read that the request does not name.</summary>
    public bool ReadsOtherKeys { get; private init; }
    /// <summary>
    /// Whether the key specification finds the key of STORE for sure. It looks for the word alone, so that a pattern or key of that name can mislead it.
    /// </summary>
    public bool StoreIsDeclared { get; private init; }

    /// <summary>How many values an element becomes in the result.</summary>
    public int ValuesPerElement => Math.Max(1, Gets.Length);

    /// <summary>The most patterns of GET that this many arguments can hold.</summary>
    public static int MaxGets(int arguments) => Math.Max(0, (arguments - FirstOption) / 2);

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="readOnly">True for SORT_RO, which can't store.</param>
    /// <param name="gets">Room for <see cref="MaxGets"/> positions.</param>
    /// <param name="options">Receives them.</param>
    public static bool TryParse(CommandContext context, bool readOnly, Span<int> gets, out SortOptions options)
    {
        CommandArguments args = context.Args;
        options = default;
        bool descending = false, alpha = false, keepsOrder = false, readsOthers = false;
        int by = 0, store = 0, getCount = 0, storeWords = 0;
        long offset = 0, limit = -1;
        for (int i = FirstOption; i < args.Count; i++)
        {
            int left = args.Count - i - 1;
            if (args.Is(i, "ASC"u8))
            {
                descending = false;
            }
            else if (args.Is(i, "DESC"u8))
            {
                descending = true;
            }
            else if (args.Is(i, "ALPHA"u8))
            {
                alpha = true;
            }
            else if (args.Is(i, "LIMIT"u8) && left >= 2)
            {
                if (!args.TryInt64(i + 1, out offset) || !args.TryInt64(i + 2, out limit))
                    return false;
                i += 2;
            }
            else if (!readOnly && args.Is(i, "STORE"u8) && left >= 1)
            {
                store = ++i;
            }
            else if (args.Is(i, "BY"u8) && left >= 1)
            {
                by = ++i;
                // As in Redis, another BY does not take this back.
                keepsOrder |= !SortPattern.HasPlaceholder(args[by]);
                readsOthers |= SortPattern.HasPlaceholder(args[by]);
            }
            else if (args.Is(i, "GET"u8) && left >= 1)
            {
                gets[getCount++] = ++i;
                readsOthers |= SortPattern.HasPlaceholder(args[i]);
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }
        for (int i = FirstOption; i < args.Count - 1; i++)
            storeWords += args.Is(i, "STORE"u8) ? 1 : 0;

        options = new SortOptions
        {
            By = by,
            Store = store,
            Gets = gets[..getCount],
            Offset = Math.Max(0, offset),
            Limit = limit,
            Descending = descending,
            Alpha = alpha,
            KeepsOrder = keepsOrder,
            ReadsOtherKeys = readsOthers,
            StoreIsDeclared = storeWords == 1,
        };
        return true;
    }
}
