namespace CacheStorm.Plugins.Hashes;

/// <summary>The error texts that only the hash commands have.</summary>
internal static class HashErrors
{
    public static ReadOnlySpan<byte> ValueNotInteger => "ERR hash value is not an integer"u8;
    public static ReadOnlySpan<byte> ValueNotFloat => "ERR hash value is not a float"u8;
    public static ReadOnlySpan<byte> IncrementNotFinite => "ERR value is NaN or Infinity"u8;
    public static ReadOnlySpan<byte> SumNotFinite => "ERR increment would produce NaN or Infinity"u8;

    public static ReadOnlySpan<byte> CountOutOfRange =>
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807"u8;

    public static ReadOnlySpan<byte> FieldsMissing => "ERR Mandatory argument FIELDS is missing or not at the right position"u8;
    public static ReadOnlySpan<byte> FieldCountNotPositive => "ERR Number of fields must be a positive integer"u8;
    public static ReadOnlySpan<byte> FieldCountTooSmall => "ERR Parameter `numFields` should be greater than 0"u8;
    public static ReadOnlySpan<byte> FieldCountWrong => "ERR The `numfields` parameter must match the number of arguments"u8;
    public static ReadOnlySpan<byte> FieldCountInvalid => "ERR invalid number of fields"u8;

    public static ReadOnlySpan<byte> ExpiryNegative => "ERR invalid expire time, must be >= 0"u8;
    public static ReadOnlySpan<byte> ExpiryMissing => "ERR missing expire time"u8;
    public static ReadOnlySpan<byte> TwoConditions => "ERR Only one of FXX or FNX arguments can be specified"u8;
    public static ReadOnlySpan<byte> TwoExpiries => "ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified"u8;

    /// <summary>Replies that the number of arguments is wrong, where the arity alone can't tell.</summary>
    public static void WrongArity(CommandContext context) => Naming(context, "ERR wrong number of arguments for '"u8);

    /// <summary>Replies that the expiry makes no sense.</summary>
    public static void ExpiryInvalid(CommandContext context) => Naming(context, "ERR invalid expire time in '"u8);

    /// <summary>Replies that an option is not known.</summary>
    public static void UnknownArgument(CommandContext context, ReadOnlySpan<byte> argument) =>
        context.Reply.Error([.. "ERR unknown argument: "u8, .. argument]);

    private static void Naming(CommandContext context, ReadOnlySpan<byte> start)
    {
        // The names of this plugin's commands are short ASCII words.
        Span<byte> text = stackalloc byte[128];
        start.CopyTo(text);
        int length = start.Length;
        foreach (char letter in context.Command.Name)
            text[length++] = (byte)char.ToLowerInvariant(letter);
        ReadOnlySpan<byte> end = "' command"u8;
        end.CopyTo(text[length..]);
        context.Reply.Error(text[..(length + end.Length)]);
    }
}
