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
        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        if (exists && !entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        LongDouble value = default;
        if ((exists && !LongDouble.TryParse(entry.Value, out value))
            || !LongDouble.TryParse(context.Args[2], out LongDouble by))
        {
            context.Reply.Error(Errors.NotFloat);
            return;
        }
        LongDouble sum = exists ? value + by : by;
        if (!sum.IsFinite)
        {
            context.Reply.Error(StringErrors.NotFinite);
            return;
        }

        Span<byte> room = stackalloc byte[LongDouble.MaxLength];
        ReadOnlySpan<byte> result = room[..sum.Format(room)];
        bool isTagged = exists && entry.HasTags;
        if (exists)
        {
            result.CopyTo(context.Keyspace.Edit(ref entry, result.Length));
            context.Keyspace.SetEncoding(ref entry, (byte)StringEncoding.ByLength);
        }
        else
        {
            context.Keyspace.SetString(context.Key, result, Expiry.None, StringEncoding.ByLength);
        }
        context.KeyEvent(KeyEventKinds.String, "incrbyfloat"u8, context.Key);
        // Stored anew the key would lose its tags, or if they are invalidated softly be taken for renewed: then it goes as it came.
        if (context.Effects.Wanted && !isTagged)
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(result).Add("KEEPTTL"u8);
        context.Reply.Bulk(result);
    }
}
