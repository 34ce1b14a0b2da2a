namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>Whether a script's command touches declared keys only.</summary>
internal static class KeyDiscipline
{
    public static bool Keeps(ICommandTable commands, CommandInfo command, ArgumentList request, CommandContext context, int firstKey, int keyCount)
    {
        if (command.Locking == CommandLocking.Exclusive || command.Has(CommandFlags.TouchesArbitraryKeys))
            return false;
        foreach (KeySpecAttribute spec in command.KeySpecs)
        {
            if (spec.Unknown)
                return false;
        }
        if (command.KeySpecs.Count == 0)
            return true;
        if (context.Client.Namespace != context.Keyspace.Index)
            return false;
        var keys = new List<KeyArgument>();
        commands.TryGetKeys(command, request, keys);
        foreach (KeyArgument key in keys)
        {
            if (!IsDeclared(request[key.Index], context, firstKey, keyCount))
                return false;
        }
        return true;
    }

    private static bool IsDeclared(ReadOnlySpan<byte> key, CommandContext context, int firstKey, int keyCount)
    {
        for (int i = 0; i < keyCount; i++)
        {
            if (context.Args[firstKey + i].SequenceEqual(key))
                return true;
        }
        return false;
    }
}
