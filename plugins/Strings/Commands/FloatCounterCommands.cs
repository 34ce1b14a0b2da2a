namespace CacheStorm.Plugins.Strings;

/// <summary>Strings that count in decimal fractions: INCRBYFLOAT.</summary>
internal sealed class FloatCounterCommands
{
    [Command("INCRBYFLOAT", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "2.6.0",
        Summary = "Increment the float value of a key by the given amount",
        Complexity = "O(1)",
        Arguments = "key:key#0 increment:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void IncrByFloat(CommandContext context)
    {
        LookupResult found = context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> text, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        ExtendedNumber value = default;
        if ((found == LookupResult.Found && !ExtendedNumber.TryParse(text, out value))
            || !ExtendedNumber.TryParse(context.Args[2], out ExtendedNumber by))
        {
            context.Reply.Error(Errors.NotFloat);
            return;
        }
        ExtendedNumber sum = found == LookupResult.Found ? value + by : by;
        if (!sum.IsFinite)
        {
            context.Reply.Error(StringErrors.NotFinite);
            return;
        }

        byte[] result = sum.Format();
        context.Keyspace.SetString(context.Key, result, Expiry.Keep, StringEncoding.ByLength);
        context.KeyEvent(KeyEventKinds.String, "incrbyfloat"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(result).Add("KEEPTTL"u8);
        context.Reply.Bulk(result);
    }
}
