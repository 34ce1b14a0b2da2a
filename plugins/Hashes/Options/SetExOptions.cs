namespace CacheStorm.Plugins.Hashes;

/// <summary>What HSETEX asks of the fields that are there.</summary>
internal enum FieldCondition : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>FNX: none of them is.</summary>
    Missing,
    /// <summary>FXX: all of them are.</summary>
    Existing,
}

/// <summary>What stands between key and pairs in HSETEX (Redis 8.0): FNX or FXX, and an expiry.</summary>
internal readonly struct SetExOptions
{
    private SetExOptions(FieldCondition condition, FieldExpiry expiry, int first)
    {
        Condition = condition;
        Expiry = expiry;
        First = first;
    }

    public FieldCondition Condition { get; }

    public FieldExpiry Expiry { get; }

    /// <summary>Where the pairs begin; they go to the end.</summary>
    public int First { get; }

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out SetExOptions options)
    {
        CommandArguments args = context.Args;
        var condition = FieldCondition.None;
        FieldExpiry expiry = default;
        options = default;
        for (int i = 2; i < args.Count; i++)
        {
            if (args.Is(i, "FIELDS"u8))
            {
                if (!TryPairs(context, i))
                    return false;
                options = new SetExOptions(condition, expiry, i + 2);
                return true;
            }
            bool isMissing = args.Is(i, "FNX"u8);
            if (isMissing || args.Is(i, "FXX"u8))
            {
                if (condition != FieldCondition.None)
                    return Refuse(context, HashErrors.TwoConditions);
                condition = isMissing ? FieldCondition.Missing : FieldCondition.Existing;
                continue;
            }
            bool keeps = args.Is(i, "KEEPTTL"u8);
            bool takesTime = FieldExpiry.TakesTime(args[i], out long unit, out bool isAbsolute);
            if (!keeps && !takesTime)
            {
                HashErrors.UnknownArgument(context, args[i]);
                return false;
            }
            if (expiry.Form != FieldExpiryForm.None)
                return Refuse(context, HashErrors.TwoExpiries);
            if (keeps)
                expiry = new FieldExpiry(FieldExpiryForm.Keep, 0);
            else if (i + 1 >= args.Count)
                return Refuse(context, HashErrors.ExpiryMissing);
            else if (!FieldExpiry.TryRead(context, ++i, unit, isAbsolute, out expiry))
                return false;
        }
        return Refuse(context, HashErrors.FieldsMissing);
    }

    private static bool TryPairs(CommandContext context, int fieldsAt)
    {
        CommandArguments args = context.Args;
        int pairs = args.Count - fieldsAt - 2;
        if (pairs < 2)
        {
            HashErrors.WrongArity(context);
            return false;
        }
        if (!Numbers.TryParseInt64(args[fieldsAt + 1], out long count) || count is < 1 or > int.MaxValue)
            return Refuse(context, HashErrors.FieldCountInvalid);
        if ((pairs & 1) == 0 && count == pairs / 2)
            return true;
        HashErrors.WrongArity(context);
        return false;
    }

    private static bool Refuse(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
