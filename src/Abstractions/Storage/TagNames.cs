namespace CacheStorm;

/// <summary>Tags as they stand among a command's arguments: 1 to 512 bytes each, binary-safe. A tag that is named twice counts once.</summary>
public readonly ref struct TagNames
{
    /// <summary>The longest name, in bytes.</summary>
    public const int MaxLength = 512;

    /// <summary>How many tags an entry can carry.</summary>
    public const int MaxOfEntry = 1024;

    private readonly ArgumentList? _arguments;
    private readonly int _first;

    private TagNames(ArgumentList arguments, int first, int count)
    {
        _arguments = arguments;
        _first = first;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>One of them.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> this[int index] =>
        (uint)index < (uint)Count ? _arguments![_first + index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Takes tags from a call's arguments. When one of them can't be a tag's name the reply is an error.</summary>
    /// <param name="context">The call.</param>
    /// <param name="first">The first tag's index.</param>
    /// <param name="count">How many; all of them must be there.</param>
    /// <param name="names">The tags.</param>
    public static bool TryRead(CommandContext context, int first, int count, out TagNames names)
    {
        ReadOnlySpan<byte> problem = ProblemOf(context.Args.List, first, count);
        names = problem.IsEmpty ? new TagNames(context.Args.List, first, count) : default;
        if (!problem.IsEmpty)
            context.Reply.Error(problem);
        return problem.IsEmpty;
    }

    /// <summary>The tags among a list's items.</summary>
    /// <param name="list">The list; must not change while they are in use.</param>
    /// <param name="first">The first tag's index.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">One of them can't be a tag's name, or there are too many.</exception>
    public static TagNames Of(ArgumentList list, int first, int count)
    {
        ReadOnlySpan<byte> problem = ProblemOf(list, first, count);
        return problem.IsEmpty ? new TagNames(list, first, count) : throw new ArgumentException(System.Text.Encoding.UTF8.GetString(problem), nameof(list));
    }

    private static ReadOnlySpan<byte> ProblemOf(ArgumentList list, int first, int count)
    {
        if (count > MaxOfEntry)
            return Errors.TooManyTags;
        for (int i = first; i < first + count; i++)
        {
            if (list[i].Length is 0 or > MaxLength)
                return Errors.TagLength;
        }

        return default;
    }
}
