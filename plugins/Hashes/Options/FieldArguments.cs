namespace CacheStorm.Plugins.Hashes;

/// <summary>The fields behind FIELDS and their number.</summary>
internal readonly struct FieldArguments
{
    private FieldArguments(int first, int count)
    {
        First = first;
        Count = count;
    }

    /// <summary>The first field's index.</summary>
    public int First { get; }

    /// <summary>How many fields there are.</summary>
    public int Count { get; }

    /// <summary>The index behind the last field.</summary>
    public int End => First + Count;

    /// <summary>Reads them; they end the command. When they make no sense, the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">Where FIELDS should stand.</param>
    /// <param name="countError">What to reply when the number is none, or not positive.</param>
    /// <param name="fields">The fields.</param>
    public static bool TryParse(CommandContext context, int index, ReadOnlySpan<byte> countError, out FieldArguments fields)
    {
        CommandArguments args = context.Args;
        fields = default;
        if (index + 1 >= args.Count)
        {
            HashErrors.WrongArity(context);
            return false;
        }
        if (!args.Is(index, "FIELDS"u8))
        {
            context.Reply.Error(HashErrors.FieldsMissing);
            return false;
        }
        if (!Numbers.TryParseInt64(args[index + 1], out long count) || count < 1)
        {
            context.Reply.Error(countError);
            return false;
        }
        int first = index + 2;
        if (count != args.Count - first)
        {
            context.Reply.Error(HashErrors.FieldCountWrong);
            return false;
        }
        fields = new FieldArguments(first, (int)count);
        return true;
    }
}
