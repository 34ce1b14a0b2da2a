namespace CacheStorm.Plugins.Strings;

/// <summary>The error texts that only the string commands have.</summary>
internal static class StringErrors
{
    public static ReadOnlySpan<byte> DecrementOverflow => "ERR decrement would overflow"u8;
    public static ReadOnlySpan<byte> NotFinite => "ERR increment would produce NaN or Infinity"u8;
    public static ReadOnlySpan<byte> OffsetOutOfRange => "ERR offset is out of range"u8;

    public static ReadOnlySpan<byte> InvalidToken => "ERR invalid token"u8;
    public static ReadOnlySpan<byte> DigestFormat => "ERR digest must be exactly 16 hexadecimal characters"u8;
    public static ReadOnlySpan<byte> UnknownCondition => "ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE"u8;
    public static ReadOnlySpan<byte> ConditionNeedsString => "ERR Key should be of string type if conditions are specified"u8;

    public static ReadOnlySpan<byte> InvalidKeyCount => "ERR invalid numkeys value"u8;
    public static ReadOnlySpan<byte> WrongPairCount => "ERR wrong number of key-value pairs"u8;

    public static ReadOnlySpan<byte> LcsNeedsStrings => "ERR The specified keys must contain string values"u8;
    public static ReadOnlySpan<byte> LcsLengthOrIndexes => "ERR If you want both the length and indexes, please just use IDX."u8;
    public static ReadOnlySpan<byte> LcsTooLarge =>
        "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len"u8;
    public static ReadOnlySpan<byte> StralgoSourceTwice => "ERR Either use STRINGS or KEYS"u8;
    public static ReadOnlySpan<byte> StralgoSourceMissing =>
        "ERR Please specify two strings: STRINGS or KEYS options are mandatory"u8;

    private static ReadOnlySpan<byte> InvalidExpiryStart => "ERR invalid expire time in '"u8;
    private static ReadOnlySpan<byte> InvalidExpiryEnd => "' command"u8;

    /// <summary>Replies that the expiry makes no sense, naming the command that runs.</summary>
    public static void InvalidExpiry(CommandContext context)
    {
        string command = context.Command.FullName;
        Span<byte> text = stackalloc byte[InvalidExpiryStart.Length + 3 * command.Length + InvalidExpiryEnd.Length];
        InvalidExpiryStart.CopyTo(text);
        int length = InvalidExpiryStart.Length;
        length += System.Text.Encoding.UTF8.GetBytes(command, text[length..]);
        InvalidExpiryEnd.CopyTo(text[length..]);
        context.Reply.Error(text[..(length + InvalidExpiryEnd.Length)]);
    }
}
