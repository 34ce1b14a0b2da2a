namespace CacheStorm.Plugins.Sets;

/// <summary>What the handlers have in common. Holds no state.</summary>
internal static class SetCalls
{
    /// <summary>Looks for a set; of a value of another type the error is the reply.</summary>
    public static LookupResult FindSet(this CommandContext context, ReadOnlySpan<byte> key, Lookup lookup, out Entry entry)
    {
        if (!context.Keyspace.TryFind(key, out entry, lookup))
            return LookupResult.Missing;
        if (entry.Type is SetDataType)
            return LookupResult.Found;
        context.Reply.Error(Errors.WrongType);
        return LookupResult.WrongType;
    }

    /// <summary>The last member has gone: the key goes, too.</summary>
    public static void RemoveEmpty(this CommandContext context, ReadOnlySpan<byte> key)
    {
        context.Keyspace.Remove(key);
        context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);
    }
}
