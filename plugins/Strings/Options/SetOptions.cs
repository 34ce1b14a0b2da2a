using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>What follows key and value in SET: a condition, an expiry, GET, in any order.</summary>
internal readonly ref struct SetOptions
{
    private SetOptions(ValueCondition condition, ExpiryClause expiry, bool returnsOld)
    {
        Condition = condition;
        Expiry = expiry;
        ReturnsOld = returnsOld;
    }

    public ValueCondition Condition { get; }
    public ExpiryClause Expiry { get; }

    /// <summary>GET: the reply is what was there before.</summary>
    public bool ReturnsOld { get; }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="options">The options.</param>
    /// <returns>False when one is not known, lacks its argument, or contradicts another.</returns>
    public static bool TryParse(ArgumentList arguments, int first, out SetOptions options)
    {
        ValueCondition condition = default;
        ExpiryClause expiry = default;
        bool returnsOld = false;
        options = default;
        for (int i = first; i < arguments.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(arguments[i], "GET"u8))
                returnsOld = true;
            else if (!ExpiryClause.TryTake(arguments, ref i, ref expiry) && !ValueCondition.TryTake(arguments, ref i, ref condition))
                return false;
        }
        if (expiry.Form == ExpiryForm.Persist)
            return false;
        options = new SetOptions(condition, expiry, returnsOld);
        return true;
    }
}
