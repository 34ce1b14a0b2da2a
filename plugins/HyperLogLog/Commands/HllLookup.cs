namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>Finding counters among the keys.</summary>
internal static class HllLookup
{
    /// <summary>True when a string is a counter; else the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="value">The string.</param>
    public static bool Accept(CommandContext context, ReadOnlySpan<byte> value)
    {
        if (HllFormat.IsFramed(value))
            return true;
        context.Reply.Error(HyperLogLogErrors.NotHyperLogLog);
        return false;
    }

    /// <summary>True when an entry is a counter; else the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="entry">The entry.</param>
    public static bool Accept(CommandContext context, in Entry entry)
    {
        if (entry.IsString)
            return Accept(context, entry.Value);
        context.Reply.Error(Errors.WrongType);
        return false;
    }

    /// <summary>Finds a counter, which OBJECT ENCODING calls raw from now on, as Redis does when it opens one for writing.</summary>
    /// <param name="context">The call.</param>
    /// <param name="entry">The entry.</param>
    public static void Open(CommandContext context, ref Entry entry)
    {
        if (entry.Encoding != (byte)StringEncoding.Raw)
            context.Keyspace.SetEncoding(ref entry, (byte)StringEncoding.Raw);
    }

    /// <summary>Puts a changed value back.</summary>
    /// <param name="context">The call.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="value">The value.</param>
    public static void Replace(CommandContext context, ref Entry entry, ReadOnlySpan<byte> value) =>
        value.CopyTo(context.Keyspace.Edit(ref entry, value.Length));
}
