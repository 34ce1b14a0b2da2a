using System.Buffers.Text;

namespace CacheStorm.Plugins.Hashes;

/// <summary>What stands behind the cursor of HSCAN: MATCH, COUNT, and 7.4's NOVALUES.</summary>
internal readonly ref struct ScanOptions
{
    private const int DefaultCount = 10;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly bool _hasPattern;

    private ScanOptions(int count, ReadOnlySpan<byte> pattern, bool hasPattern, bool withValues)
    {
        Count = count;
        WithValues = withValues;
        _pattern = pattern;
        _hasPattern = hasPattern;
    }

    /// <summary>About how many fields to look at.</summary>
    public int Count { get; }

    /// <summary>Whether the values are told, too.</summary>
    public bool WithValues { get; }

    /// <summary>Whether a field is wanted.</summary>
    public bool Chooses(ReadOnlySpan<byte> field) => !_hasPattern || Glob.IsMatch(_pattern, field);

    /// <summary>Reads a cursor as leniently as C's <c>strtoul</c>: a sign is allowed, nothing at all is 0, a zero byte ends it.</summary>
    public static bool TryCursor(ReadOnlySpan<byte> text, out ulong cursor)
    {
        cursor = 0;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;
        bool isNegative = text[0] == (byte)'-';
        if (isNegative || text[0] == (byte)'+')
            text = text[1..];
        if (text.IsEmpty || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !Utf8Parser.TryParse(text, out cursor, out _))
            return false;
        if (isNegative)
            cursor = unchecked(0 - cursor);
        return true;
    }

    /// <summary>Reads the options. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out ScanOptions options)
    {
        CommandArguments args = context.Args;
        long count = DefaultCount;
        ReadOnlySpan<byte> pattern = default;
        bool hasPattern = false, withValues = true;
        options = default;
        for (int i = 3; i < args.Count; i++)
        {
            bool hasArgument = i + 1 < args.Count;
            if (hasArgument && args.Is(i, "COUNT"u8))
            {
                if (!args.TryInt64(++i, out count))
                    return false;
                if (count < 1)
                    return Syntax(context);
            }
            else if (hasArgument && args.Is(i, "MATCH"u8))
            {
                pattern = args[++i];
                hasPattern = !Glob.IsEverything(pattern);
            }
            else if (args.Is(i, "NOVALUES"u8))
            {
                withValues = false;
            }
            else
            {
                return Syntax(context);
            }
        }
        options = new ScanOptions((int)Math.Min(count, int.MaxValue), pattern, hasPattern, withValues);
        return true;
    }

    private static bool Syntax(CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
