namespace CacheStorm.Plugins.SortedSets;

/// <summary>The error texts that only the sorted set commands have.</summary>
internal static class SortedSetErrors
{
    public static ReadOnlySpan<byte> NewAndExisting => "ERR XX and NX options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> GreaterLessNew => "ERR GT, LT, and/or NX options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> IncrementOnePair => "ERR INCR option supports a single increment-element pair"u8;
    public static ReadOnlySpan<byte> NotANumber => "ERR resulting score is not a number (NaN)"u8;

    public static ReadOnlySpan<byte> ScoreRange => "ERR min or max is not a float"u8;
    public static ReadOnlySpan<byte> LexRange => "ERR min or max not valid string range item"u8;
    public static ReadOnlySpan<byte> LimitNeedsScoreOrLex =>
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"u8;
    public static ReadOnlySpan<byte> ScoresWithLex => "ERR syntax error, WITHSCORES not supported in combination with BYLEX"u8;

    public static ReadOnlySpan<byte> KeyCountNotPositive => "ERR numkeys should be greater than 0"u8;
    public static ReadOnlySpan<byte> CountNotPositive => "ERR count should be greater than 0"u8;
    public static ReadOnlySpan<byte> RandomCount =>
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807"u8;

    public static ReadOnlySpan<byte> Weight => "ERR weight value is not a float"u8;
    public static ReadOnlySpan<byte> NegativeLimit => "ERR LIMIT can't be negative"u8;

    private static ReadOnlySpan<byte> NoKeysStart => "ERR at least 1 input key is needed for '"u8;
    private static ReadOnlySpan<byte> CommandEnd => "' command"u8;
    private static ReadOnlySpan<byte> ArityStart => "ERR wrong number of arguments for '"u8;

    /// <summary>Replies that a command needs a key to read from.</summary>
    public static void NoKeys(CommandContext context) => NameCommand(context, NoKeysStart);

    /// <summary>Replies that there are too many arguments.</summary>
    public static void Arity(CommandContext context) => NameCommand(context, ArityStart);

    private static void NameCommand(CommandContext context, ReadOnlySpan<byte> start)
    {
        string command = context.Command.FullName;
        Span<byte> text = stackalloc byte[start.Length + 3 * command.Length + CommandEnd.Length];
        start.CopyTo(text);
        int length = start.Length;
        int name = System.Text.Encoding.UTF8.GetBytes(command, text[length..]);
        System.Text.Ascii.ToLowerInPlace(text.Slice(length, name), out _);
        length += name;
        CommandEnd.CopyTo(text[length..]);
        context.Reply.Error(text[..(length + CommandEnd.Length)]);
    }
}
