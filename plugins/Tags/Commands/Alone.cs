namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>The way of commands that count, or change, the entries of a tag: alone, and without those whose time is up.</summary>
internal static class Alone
{
    /// <summary>
    /// Collects expired keys and runs the call alone. However many they are: all but the last few go before the others are stopped.
    /// </summary>
    /// <param name="context">The call; has not replied or changed anything.</param>
    /// <returns>False when the handler must return at once; it is called again.</returns>
    public static bool Enter(CommandContext context)
    {
        if (context.IsExclusive || !context.IsNested)
            context.Keyspace.Tags.CollectExpired();
        return context.EnsureExclusive();
    }
}
