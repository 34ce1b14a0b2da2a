namespace CacheStorm.Plugins.Sets;

/// <summary>What SINTERCARD is asked for.</summary>
/// <param name="KeyCount">How many keys there are.</param>
/// <param name="Limit">Where counting ends; 0: nowhere.</param>
internal readonly record struct IntersectionOptions(int KeyCount, long Limit)
{
    private const int FirstKey = 2;

    /// <summary>Reads it. When it makes no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out IntersectionOptions options)
    {
        CommandArguments args = context.Args;
        options = default;
        if (!Numbers.TryParseInt64(args[1], out long keys) || keys <= 0)
            return Fail(context, SetErrors.KeyCountNotPositive);
        if (keys > args.Count - FirstKey)
            return Fail(context, SetErrors.KeyCountTooLarge);

        long limit = 0;
        for (int i = FirstKey + (int)keys; i < args.Count; i += 2)
        {
            if (i + 1 >= args.Count || !args.Is(i, "LIMIT"u8))
                return Fail(context, Errors.Syntax);
            if (!Numbers.TryParseInt64(args[i + 1], out limit) || limit < 0)
                return Fail(context, SetErrors.LimitNegative);
        }

        options = new IntersectionOptions((int)keys, limit);
        return true;
    }

    private static bool Fail(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
