[assembly: CacheStormPlugin("acme.greeting", "1.0.0")]

public sealed class GreetingCommands
{
    [Command("GREET", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast, Summary = "Greets whoever a key names.")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Greet(CommandContext context)
    {
        if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> name) == LookupResult.Found)
            context.Reply.Bulk([.. "Hello, "u8, .. name]);
        else
            context.Reply.Null();
    }
}
