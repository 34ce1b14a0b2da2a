namespace CacheStorm.Plugins.Strings;

/// <summary>What follows the key in GETEX: nothing, a new expiry, or PERSIST.</summary>
internal readonly ref struct GetExOptions
{
    private GetExOptions(ExpiryClause expiry) => Expiry = expiry;

    public ExpiryClause Expiry { get; }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="options">The options.</param>
    /// <returns>False when one is not known, lacks its argument, or contradicts another.</returns>
    public static bool TryParse(ArgumentList arguments, int first, out GetExOptions options)
    {
        ExpiryClause expiry = default;
        options = default;
        for (int i = first; i < arguments.Count; i++)
        {
            if (!ExpiryClause.TryTake(arguments, ref i, ref expiry))
                return false;
        }
        if (expiry.Form == ExpiryForm.Keep)
            return false;
        options = new GetExOptions(expiry);
        return true;
    }
}
