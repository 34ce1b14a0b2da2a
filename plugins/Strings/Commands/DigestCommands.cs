namespace CacheStorm.Plugins.Strings;

/// <summary>Comparing without sending the value: DIGEST, and DELEX that deletes on a condition (Redis 8.4).</summary>
internal sealed class DigestCommands
{
    [Command("DIGEST", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "string",
        Since = "8.4.0",
        Summary = "Returns the XXH3 digest of a string as hexadecimal digits.",
        Complexity = "O(N) where N is the length of the string value.",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Digest(CommandContext context)
    {
        switch (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value))
        {
            case LookupResult.Found:
                Span<byte> digest = stackalloc byte[ValueDigest.Length];
                ValueDigest.Format(value, digest);
                context.Reply.Bulk(digest);
                break;
            case LookupResult.WrongType:
                context.Reply.Error(Errors.WrongType);
                break;
            default:
                context.Reply.Null();
                break;
        }
    }

    [Command("DELEX", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "string",
        Since = "8.4.0",
        Summary = "Deletes a key, if wanted only when its string or the digest of it is as expected.",
        Complexity = "O(1) for IFEQ/IFNE, O(N) for IFDEQ/IFDNE where N is the length of the string value.",
        Arguments = "key:key#0 condition=(ifeq-value:string@IFEQ | ifne-value:string@IFNE | ifdeq-digest:string@IFDEQ | ifdne-digest:string@IFDNE)?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete | KeyAccess.VariableFlags)]
    public void DelEx(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write))
        {
            context.Reply.Integer(0);
            return;
        }
        if (context.Args.Count > 2 && !Meets(context, entry))
            return;

        context.Keyspace.Remove(context.Key);
        context.KeyEvent(KeyEventKinds.Generic, "del"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("DEL"u8).Add(context.Key);
        context.Reply.Integer(1);
    }

    /// <summary>False, with the reply written, when the condition can't be read or does not hold.</summary>
    private static bool Meets(CommandContext context, in Entry entry)
    {
        if (context.Args.Count != 4)
        {
            context.Reply.Error("ERR wrong number of arguments for 'delex' command"u8);
            return false;
        }
        if (!entry.IsString)
        {
            context.Reply.Error(StringErrors.ConditionNeedsString);
            return false;
        }
        var condition = new ValueCondition(ValueCondition.KindOf(context.Args[2]), context.Args[3]);
        if (!condition.Compares)
        {
            context.Reply.Error(StringErrors.UnknownCondition);
            return false;
        }
        if (!condition.IsWellFormed)
        {
            context.Reply.Error(StringErrors.DigestFormat);
            return false;
        }
        if (condition.Holds(exists: true, entry.Value))
            return true;
        context.Reply.Integer(0);
        return false;
    }
}
