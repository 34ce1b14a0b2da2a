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
        LongDouble value = default;
        if ((found == LookupResult.Found && !LongDouble.TryParse(text, out value))
            || !LongDouble.TryParse(context.Args[2], out LongDouble by))
        {
            context.Reply.Error(Errors.NotFloat);
            return;
        }
        LongDouble sum = found == LookupResult.Found ? value + by : by;
        if (!sum.IsFinite)
        {
            context.Reply.Error(StringErrors.NotFinite);
            return;
        }

        Span<byte> room = stackalloc byte[LongDouble.MaxLength];
        ReadOnlySpan<byte> result = room[..sum.Format(room)];
        context.Keyspace.SetString(context.Key, result, Expiry.Keep, StringEncoding.ByLength);
        context.KeyEvent(KeyEventKinds.String, "incrbyfloat"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(result).Add("KEEPTTL"u8);
        context.Reply.Bulk(result);
    }
}
