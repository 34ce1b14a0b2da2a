namespace CacheStorm.Plugins.Strings;

/// <summary>What follows the pairs in MSETEX (Redis 8.4): NX or XX, and an expiry that all keys share.</summary>
internal readonly ref struct MSetExOptions
{
    private MSetExOptions(ConditionKind condition, ExpiryClause expiry)
    {
        Condition = condition;
        Expiry = expiry;
    }

    /// <summary>None, Missing or Existing: of all the keys.</summary>
    public ConditionKind Condition { get; }
    public ExpiryClause Expiry { get; }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="options">The options.</param>
    /// <returns>False when one is not known, lacks its argument, or contradicts another.</returns>
    public static bool TryParse(ArgumentList arguments, int first, out MSetExOptions options)
    {
        ValueCondition condition = default;
        ExpiryClause expiry = default;
        options = default;
        for (int i = first; i < arguments.Count; i++)
        {
            if (!ExpiryClause.TryTake(arguments, ref i, ref expiry) && !ValueCondition.TryTake(arguments, ref i, ref condition))
                return false;
        }
        if (expiry.Form == ExpiryForm.Persist || condition.Compares)
            return false;
        options = new MSetExOptions(condition.Kind, expiry);
        return true;
    }
}
