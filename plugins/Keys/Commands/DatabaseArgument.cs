namespace CacheStorm.Plugins.Keys;

/// <summary>An argument that names a database by its number.</summary>
internal static class DatabaseArgument
{
    /// <summary>Reads it. When it is none, the error is the reply.</summary>
    public static bool TryRead(CommandContext context, int argument, int databases, out int index)
    {
        index = 0;
        if (!context.Args.TryInt64(argument, out long number))
            return false;
        if (number is < int.MinValue or > int.MaxValue)
        {
            context.Reply.Error(KeyErrors.NotInt32);
            return false;
        }
        if (number < 0 || number >= databases)
        {
            context.Reply.Error(Errors.DbIndexOutOfRange);
            return false;
        }
        index = (int)number;
        return true;
    }
}
