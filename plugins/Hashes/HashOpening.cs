namespace CacheStorm.Plugins.Hashes;

/// <summary>What the commands that write single fields have in common.</summary>
internal static class HashOpening
{
    /// <summary>Opens the hash that a call is about for changing it.</summary>
    /// <param name="hashes">The type.</param>
    /// <param name="context">The call.</param>
    /// <param name="exists">Whether there is one.</param>
    /// <param name="entry">Its entry.</param>
    /// <returns>False when the key holds another type; the error is the reply then.</returns>
    public static bool TryOpen(this HashValues hashes, CommandContext context, out bool exists, out Entry entry)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out entry, Lookup.Write);
        exists = found == LookupResult.Found;
        if (found != LookupResult.WrongType)
            return true;
        context.Reply.Error(Errors.WrongType);
        return false;
    }
}
