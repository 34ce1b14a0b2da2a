namespace CacheStorm.Plugins.Lists.Options;

/// <summary>What follows LMPOP and BLMPOP: <c>numkeys key [key …] LEFT|RIGHT [COUNT count]</c>.</summary>
/// <param name="FirstKey">The argument that is the first key.</param>
/// <param name="KeyCount">How many keys there are.</param>
/// <param name="End">Where to pop.</param>
/// <param name="Count">How many elements at most.</param>
internal readonly record struct MultiPopOptions(int FirstKey, int KeyCount, ListEnd End, long Count)
{
    /// <summary>Reads them; on failure the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="start">The argument that says how many keys there are.</param>
    /// <param name="options">The options.</param>
    public static bool TryParse(CommandContext context, int start, out MultiPopOptions options)
    {
        options = default;
        CommandArguments args = context.Args;
        if (!Numbers.TryParseInt64(args[start], out long keys) || keys < 1)
            return Refuse(context, ListErrors.KeyCount);
        if (keys >= args.Count - start - 1 || !ListEnds.TryParse(args[start + 1 + (int)keys], out ListEnd end))
            return Refuse(context, Errors.Syntax);

        long count = -1;
        for (int i = start + 2 + (int)keys; i < args.Count; i += 2)
        {
            if (count != -1 || i + 1 == args.Count || !args.Is(i, "COUNT"u8))
                return Refuse(context, Errors.Syntax);
            if (!Numbers.TryParseInt64(args[i + 1], out count) || count < 1)
                return Refuse(context, ListErrors.PopCount);
        }

        options = new MultiPopOptions(start + 1, (int)keys, end, Math.Max(count, 1));
        return true;
    }

    private static bool Refuse(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}

/// <summary>Reads LEFT and RIGHT.</summary>
internal static class ListEnds
{
    public static bool TryParse(ReadOnlySpan<byte> word, out ListEnd end)
    {
        end = System.Text.Ascii.EqualsIgnoreCase(word, "RIGHT"u8) ? ListEnd.Tail : ListEnd.Head;
        return end == ListEnd.Tail || System.Text.Ascii.EqualsIgnoreCase(word, "LEFT"u8);
    }
}
