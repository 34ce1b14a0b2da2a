namespace CacheStorm;

/// <summary>
/// What stands behind the cursor of SCAN and its kin: MATCH and COUNT, in any order, the last of each counts. Points into the call's
/// arguments. A command with further options of its own reads those itself, and has <see cref="TryTake"/> read the rest.
/// </summary>
public ref struct ScanOptions
{
    private const int DefaultCount = 10;

    private ReadOnlySpan<byte> _pattern;
    private bool _hasPattern;
    private int _count;

    /// <summary>About how many elements to look at; 10 unless told.</summary>
    public readonly int Count => _count == 0 ? DefaultCount : _count;

    /// <summary>Whether an element is wanted.</summary>
    /// <param name="text">The element.</param>
    public readonly bool Chooses(scoped ReadOnlySpan<byte> text) => !_hasPattern || Glob.IsMatch(_pattern, text);

    /// <summary>Whether an element is wanted.</summary>
    /// <param name="element">The element.</param>
    public readonly bool Chooses(scoped PackedElement element)
    {
        if (!_hasPattern)
            return true;
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        return Glob.IsMatch(_pattern, element.Text(scratch));
    }

    /// <summary>Reads all arguments from one on.</summary>
    /// <param name="context">The call.</param>
    /// <param name="first">The argument behind the cursor.</param>
    /// <param name="options">The options.</param>
    /// <returns>False when they make no sense; the error is the reply then.</returns>
    public static bool TryParse(CommandContext context, int first, out ScanOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        options = default;
        for (int i = first; i < context.Args.Count;)
        {
            if (!options.TryTake(context, ref i))
                return false;
        }
        return true;
    }

    /// <summary>Reads one option.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">Where it stands; where the next one stands afterwards.</param>
    /// <returns>False when it is none or makes no sense; the error is the reply then.</returns>
    public bool TryTake(CommandContext context, ref int index)
    {
        ArgumentNullException.ThrowIfNull(context);
        CommandArguments args = context.Args;
        bool hasValue = index + 1 < args.Count;
        if (hasValue && args.Is(index, "COUNT"u8))
        {
            if (!args.TryInt64(index + 1, out long count))
                return false;
            if (count < 1)
                return Syntax(context);
            _count = (int)Math.Min(count, int.MaxValue);
        }
        else if (hasValue && args.Is(index, "MATCH"u8))
        {
            _pattern = args[index + 1];
            _hasPattern = !Glob.IsEverything(_pattern);
        }
        else
        {
            return Syntax(context);
        }
        index += 2;
        return true;
    }

    private static bool Syntax(CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
