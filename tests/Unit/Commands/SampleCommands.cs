namespace CacheStorm.UnitTests.Commands;

/// <summary>Redis' own commands of every shape of keys, attributes as a plugin writes them; the handlers do nothing.</summary>
[CommandContainer("CONFIG", Group = "server")]
internal sealed class SampleCommands
{
    [Command("GET", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast, Group = "string")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Get(CommandContext context) { }

    [Command("MSET", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Group = "string",
        Tips = "request_policy:multi_shard response_policy:all_succeeded")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update, Last = -1, Step = 2)]
    [CommandHistory("1.0.2", "first")]
    [CommandHistory("1.0.3", "second")]
    public void MSet(CommandContext context) { }

    [Command("DEL", Arity = -2, Flags = CommandFlags.Write, Group = "generic")]
    [KeySpec(1, KeyAccess.Remove | KeyAccess.Delete, Last = -1)]
    internal void Del(CommandContext context) { }

    [Command("RENAME", Arity = 3, Flags = CommandFlags.Write, Group = "generic")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.Overwrite | KeyAccess.Update)]
    private void Rename(CommandContext context) { }

    [Command("EVAL", Arity = -3, Flags = CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys
        | CommandFlags.MayReplicate, Group = "scripting")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, KeyCountIndex = 0, FirstKey = 1)]
    public void Eval(CommandContext context) { }

    [Command("XREAD", Arity = -4, Flags = CommandFlags.ReadOnly | CommandFlags.Blocking, Group = "stream")]
    [KeySpec("STREAMS", 1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1, Limit = 2)]
    public void XRead(CommandContext context) { }

    [Command("MIGRATE", Arity = -6, Flags = CommandFlags.Write, Acl = AclCategory.Dangerous, Group = "generic")]
    [KeySpec(3, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec("KEYS", -2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete | KeyAccess.Incomplete, Last = -1)]
    public void Migrate(CommandContext context) { }

    [Command("ZUNIONSTORE", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom, Group = "sorted-set")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1)]
    public void ZUnionStore(CommandContext context) { }

    [Command("SORT", Arity = -2, Flags = CommandFlags.Write | CommandFlags.DenyOom, Group = "generic",
        Acl = AclCategory.Set | AclCategory.SortedSet | AclCategory.List | AclCategory.Dangerous)]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec(0, KeyAccess.Overwrite | KeyAccess.Update, Unknown = true)]
    public void Sort(CommandContext context) { }

    [Command("SPUBLISH", Arity = 3, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast, Group = "pubsub")]
    [KeySpec(1, KeyAccess.NotKey)]
    public void SPublish(CommandContext context) { }

    [Command("FLUSHALL", Arity = -1, Flags = CommandFlags.Write, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous, Group = "server")]
    public void FlushAll(CommandContext context) { }

    [Command("WAIT", Arity = 3, Flags = CommandFlags.NoScript, Acl = AclCategory.Connection, Group = "generic")]
    public void Wait(CommandContext context) { }

    [Command("CONFIG|GET", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale, Group = "server")]
    public void ConfigGet(CommandContext context) { }

    [Command("OBJECT|FREQ", Arity = 3, Flags = CommandFlags.ReadOnly, Group = "generic")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void ObjectFreq(CommandContext context) { }

    [Command("GEORADIUSBYMEMBER_RO", Arity = -5, Flags = CommandFlags.ReadOnly, Group = "geo")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GeoRadiusByMember(CommandContext context) { }

    [Command("AUTH", Arity = -2, Flags = CommandFlags.NoAuth | CommandFlags.Fast, Group = "connection")]
    [Command("HELLO", Arity = -1, Flags = CommandFlags.NoAuth | CommandFlags.Fast, Group = "connection")]
    [CommandHistory("9.9.9", "hello only", Command = "HELLO")]
    public static void Static(CommandContext context) { }
}
