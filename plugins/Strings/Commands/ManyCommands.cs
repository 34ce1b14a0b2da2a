namespace CacheStorm.Plugins.Strings;

/// <summary>Several strings in one step: MGET, MSET, MSETNX, MSETEX.</summary>
internal sealed class ManyCommands
{
    [Command("MGET", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Get the values of all the given keys",
        Complexity = "O(N) where N is the number of keys to retrieve.",
        Tips = "request_policy:multi_shard",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void MGet(CommandContext context)
    {
        Keyspace keyspace = context.Keyspace;
        ReplyWriter reply = context.Reply;
        ArgumentList arguments = context.Args.List;
        reply.Array(arguments.Count - 1);
        for (int i = 1; i < arguments.Count; i++)
        {
            if (keyspace.GetString(arguments[i], out ReadOnlySpan<byte> value) == LookupResult.Found)
                reply.Bulk(value);
            else
                reply.Null();
        }
    }

    [Command("MSET", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "1.0.1",
        Summary = "Set multiple keys to multiple values",
        Complexity = "O(N) where N is the number of keys to set.",
        Tips = "request_policy:multi_shard response_policy:all_succeeded",
        Arguments = "key_value={key:key#0 value:string}*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update, Last = -1, Step = 2)]
    public void MSet(CommandContext context)
    {
        if (!HasPairs(context))
            return;
        SetAll(context, 1, context.Args.Count, Expiry.None);
        context.Reply.Ok();
    }

    [Command("MSETNX", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "1.0.1",
        Summary = "Set multiple keys to multiple values, only if none of the keys exist",
        Complexity = "O(N) where N is the number of keys to set.",
        Tips = "request_policy:multi_shard response_policy:agg_min",
        Arguments = "key_value={key:key#0 value:string}*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Insert, Last = -1, Step = 2)]
    public void MSetNx(CommandContext context)
    {
        if (!HasPairs(context))
            return;
        if (AnyIs(context, 1, context.Args.Count, existing: true))
        {
            context.Reply.Integer(0);
            return;
        }
        SetAll(context, 1, context.Args.Count, Expiry.None);
        context.Reply.Integer(1);
    }

    [Command("MSETEX", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys,
        Group = "string",
        Since = "8.4.0",
        Summary = "Sets several strings that share an expiry, all or none.",
        Complexity = "O(N) where N is the number of keys to set.",
        Tips = "request_policy:multi_shard response_policy:all_succeeded",
        Arguments = "numkeys:integer data={key:key#0 value:string}* condition=(nx!NX | xx!XX)? expiration=(seconds:integer@EX | milliseconds:integer@PX | unix-time-seconds:unix-time@EXAT | unix-time-milliseconds:unix-time@PXAT | keepttl!KEEPTTL)?")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update, KeyCountIndex = 0, FirstKey = 1, Step = 2)]
    public void MSetEx(CommandContext context)
    {
        ArgumentList arguments = context.Args.List;
        if (!Numbers.TryParseInt64(arguments[1], out long keys) || keys is <= 0 or > int.MaxValue)
        {
            context.Reply.Error(StringErrors.InvalidKeyCount);
            return;
        }
        if (keys > (arguments.Count - 2) / 2)
        {
            context.Reply.Error(StringErrors.WrongPairCount);
            return;
        }
        int end = 2 + 2 * (int)keys;
        if (!MSetExOptions.TryParse(arguments, end, out MSetExOptions options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        if (!options.Expiry.TryResolve(context, out Expiry expiry))
            return;
        if (options.Condition != ConditionKind.None && AnyIs(context, 2, end, existing: options.Condition == ConditionKind.Missing))
        {
            context.Reply.Integer(0);
            return;
        }

        SetAll(context, 2, end, expiry);
        if (expiry.AppliesToNew && context.Effects.Wanted)
            Rewrite(context, end, expiry);
        context.Reply.Integer(1);
    }

    private static bool HasPairs(CommandContext context)
    {
        if ((context.Args.Count & 1) == 1)
            return true;
        WrongArity(context);
        return false;
    }

    private static void WrongArity(CommandContext context) => context.Reply.Error(context.Command.Name == "MSET"
        ? "ERR wrong number of arguments for 'mset' command"u8
        : "ERR wrong number of arguments for 'msetnx' command"u8);

    /// <summary>True when one of the keys exists, or when one does not.</summary>
    private static bool AnyIs(CommandContext context, int first, int end, bool existing)
    {
        for (int i = first; i < end; i += 2)
        {
            if (context.Keyspace.Exists(context.Args[i], Lookup.Write) == existing)
                return true;
        }
        return false;
    }

    private static void SetAll(CommandContext context, int first, int end, Expiry expiry)
    {
        Keyspace keyspace = context.Keyspace;
        ArgumentList arguments = context.Args.List;
        for (int i = first; i < end; i += 2)
        {
            ReadOnlySpan<byte> key = arguments[i];
            keyspace.SetString(key, arguments[i + 1], expiry);
            context.KeyEvent(KeyEventKinds.String, "set"u8, key);
            if (expiry.AppliesToNew)
                context.KeyEvent(KeyEventKinds.Generic, "expire"u8, key);
        }
    }

    private static void Rewrite(CommandContext context, int end, Expiry expiry)
    {
        ArgumentListBuilder rewrite = context.Effects.Rewrite();
        for (int i = 0; i < end; i++)
            rewrite.Add(context.Args[i]);
        rewrite.Add("PXAT"u8).Add(expiry.UnixMilliseconds);
    }
}
