namespace CacheStorm.Plugins.Keys;

/// <summary>An argument that names a database by its number, or a namespace by its name. What reads as a number is one.</summary>
internal static class DatabaseArgument
{
    /// <summary>Reads it. When it is none, the error is the reply.</summary>
    public static bool TryRead(CommandContext context, int argument, INamespaces namespaces, out int index)
    {
        if (!Numbers.TryParseInt64(context.Args[argument], out _) && namespaces.TryFind(context.Args[argument], out index))
            return true;
        index = 0;
        if (!context.Args.TryInt64(argument, out long number))
            return false;
        if (number is < int.MinValue or > int.MaxValue)
        {
            context.Reply.Error(KeyErrors.NotInt32);
            return false;
        }
        if (number < 0 || number >= namespaces.DatabaseCount)
        {
            context.Reply.Error(Errors.DbIndexOutOfRange);
            return false;
        }
        index = (int)number;
        return true;
    }
}
