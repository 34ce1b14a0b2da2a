namespace CacheStorm.Plugins.Strings;

/// <summary>SET with all its options, and its elder forms SETNX, SETEX, PSETEX.</summary>
internal sealed class SetCommands
{
    [Command("SET", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "1.0.0",
        Summary = "Set the string value of a key",
        Complexity = "O(1)",
        Arguments = "key:key#0 value:string condition=(nx!NX | xx!XX | ifeq-value:string@IFEQ^8.4.0 | ifne-value:string@IFNE^8.4.0 | ifdeq-digest:string@IFDEQ^8.4.0 | ifdne-digest:string@IFDNE^8.4.0)?^2.6.12 get!GET?^6.2.0 expiration=(seconds:integer@EX^2.6.12 | milliseconds:integer@PX^2.6.12 | unix-time-seconds:unix-time@EXAT^6.2.0 | unix-time-milliseconds:unix-time@PXAT^6.2.0 | keepttl!KEEPTTL^6.0.0)? tags={numtags:integer tag:string*}@TAGS? token:string@IFTOKEN?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update | KeyAccess.VariableFlags,
        AccessWords = "GET", AccessWordsFrom = 2, AccessWithoutWords = KeyAccess.Overwrite | KeyAccess.Update,
        Notes = "RW and ACCESS due to the optional `GET` argument")]
    [CommandHistory("2.6.12", "Added the `EX`, `PX`, `NX` and `XX` options.")]
    [CommandHistory("6.0.0", "Added the `KEEPTTL` option.")]
    [CommandHistory("6.2.0", "Added the `GET`, `EXAT` and `PXAT` option.")]
    [CommandHistory("7.0.0", "Allowed the `NX` and `GET` options to be used together.")]
    [CommandHistory("8.4.0", "Added the `IFEQ`, `IFNE`, `IFDEQ` and `IFDNE` options.")]
    public void Set(CommandContext context)
    {
        if (context.Args.Count > 3)
        {
            SetWithOptions(context);
            return;
        }
        context.Keyspace.SetString(context.Key, context.Args[2]);
        context.KeyEvent(KeyEventKinds.String, "set"u8, context.Key);
        context.Reply.Ok();
    }

    [Command("SETNX", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Set the value of a key, only if the key does not exist",
        Complexity = "O(1)",
        Arguments = "key:key#0 value:string")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Insert)]
    public void SetNx(CommandContext context)
    {
        if (context.Keyspace.Exists(context.Key, Lookup.Write))
        {
            context.Reply.Integer(0);
            return;
        }
        context.Keyspace.SetString(context.Key, context.Args[2]);
        context.KeyEvent(KeyEventKinds.String, "set"u8, context.Key);
        context.Reply.Integer(1);
    }

    [Command("SETEX", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "2.0.0",
        Summary = "Set the value and expiration of a key",
        Complexity = "O(1)",
        Arguments = "key:key#0 seconds:integer value:string")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    public void SetEx(CommandContext context) => SetFor(context, ExpiryForm.Seconds);

    [Command("PSETEX", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "2.6.0",
        Summary = "Set the value and expiration in milliseconds of a key",
        Complexity = "O(1)",
        Arguments = "key:key#0 milliseconds:integer value:string")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    public void PSetEx(CommandContext context) => SetFor(context, ExpiryForm.Milliseconds);

    private static void SetFor(CommandContext context, ExpiryForm form)
    {
        if (!new ExpiryClause(form, context.Args[2]).TryResolve(context, out Expiry expiry))
            return;
        Store(context, context.Args[3], expiry, default, rewrites: false);
        context.Reply.Ok();
    }

    private static void SetWithOptions(CommandContext context)
    {
        if (!SetOptions.TryParse(context.Args.List, 3, out SetOptions options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        ValueCondition condition = options.Condition;
        if (!condition.IsWellFormed)
        {
            context.Reply.Error(StringErrors.DigestFormat);
            return;
        }
        if (!options.Tags.IsWellFormed)
        {
            context.Reply.Error(Errors.NotInteger);
            return;
        }
        if (!options.Expiry.TryResolve(context, out Expiry expiry))
            return;
        TagNames tags = default;
        if (options.Tags.IsPresent && !TagNames.TryRead(context, options.Tags.First, options.Tags.Count, out tags))
            return;
        bool? isCurrent = options.HasToken ? context.Keyspace.Tags.TokenHolds(options.Token) : true;
        if (isCurrent is null)
        {
            context.Reply.Error(StringErrors.InvalidToken);
            return;
        }

        bool holds = true;
        if (options.ReturnsOld || condition.Compares)
        {
            Lookup lookup = options.ReturnsOld ? Lookup.Read : Lookup.Write;
            LookupResult found = context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> old, lookup);
            if (found == LookupResult.WrongType)
            {
                context.Reply.Error(Errors.WrongType);
                return;
            }
            bool exists = found == LookupResult.Found;
            holds = condition.Holds(exists, old);
            if (options.ReturnsOld && exists)
                context.Reply.Bulk(old);
            else if (options.ReturnsOld)
                context.Reply.Null();
        }
        else if (condition.Kind != ConditionKind.None)
        {
            holds = condition.Holds(context.Keyspace.Exists(context.Key, Lookup.Write), default);
        }

        if (!holds || !isCurrent.Value)
        {
            if (!options.ReturnsOld)
                context.Reply.Null();
            return;
        }
        Store(context, context.Args[2], expiry, tags, rewrites: options.ReturnsOld || condition.Compares || options.HasToken);
        if (!options.ReturnsOld)
            context.Reply.Ok();
    }

    /// <summary>Stores, tells, and passes on what gives the same result when it runs again at another time.</summary>
    private static void Store(CommandContext context, ReadOnlySpan<byte> value, Expiry expiry, TagNames tags, bool rewrites)
    {
        if (tags.Count > 0)
            context.Keyspace.SetString(context.Key, value, expiry, tags);
        else
            context.Keyspace.SetString(context.Key, value, expiry);
        context.KeyEvent(KeyEventKinds.String, "set"u8, context.Key);
        if (expiry.AppliesToNew)
            context.KeyEvent(KeyEventKinds.Generic, "expire"u8, context.Key);
        if (!context.Effects.Wanted || !(expiry.AppliesToNew || rewrites))
            return;

        ArgumentListBuilder rewrite = context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(value);
        if (expiry.AppliesToNew)
            rewrite.Add("PXAT"u8).Add(expiry.UnixMilliseconds);
        else if (expiry.KeepsExisting)
            rewrite.Add("KEEPTTL"u8);
        if (tags.Count == 0)
            return;
        rewrite.Add("TAGS"u8).Add(tags.Count);
        for (int i = 0; i < tags.Count; i++)
            rewrite.Add(tags[i]);
    }
}
