using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>What follows key and value in SET: a condition, an expiry, GET, tags and a token of tags, in any order.</summary>
internal readonly ref struct SetOptions
{
    private SetOptions(ValueCondition condition, ExpiryClause expiry, TagsClause tags, ReadOnlySpan<byte> token, bool hasToken, bool returnsOld)
    {
        Condition = condition;
        Expiry = expiry;
        Tags = tags;
        Token = token;
        HasToken = hasToken;
        ReturnsOld = returnsOld;
    }

    public ValueCondition Condition { get; }
    public ExpiryClause Expiry { get; }
    public TagsClause Tags { get; }

    /// <summary>IFTOKEN: store only if none of the token's tags was invalidated since it was made.</summary>
    public ReadOnlySpan<byte> Token { get; }

    /// <summary>Whether there is one, if only an empty one.</summary>
    public bool HasToken { get; }

    /// <summary>GET: the reply is what was there before.</summary>
    public bool ReturnsOld { get; }

    /// <summary>Reads the options. What stands behind tags that can't be counted is not read: the count is what is wrong then.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="options">The options.</param>
    /// <returns>False when one is not known, lacks its argument, or contradicts another.</returns>
    public static bool TryParse(ArgumentList arguments, int first, out SetOptions options)
    {
        ValueCondition condition = default;
        ExpiryClause expiry = default;
        TagsClause tags = default;
        ReadOnlySpan<byte> token = default;
        bool hasToken = false, returnsOld = false;
        options = default;
        for (int i = first; i < arguments.Count && tags.IsWellFormed; i++)
        {
            if (Ascii.EqualsIgnoreCase(arguments[i], "GET"u8))
            {
                returnsOld = true;
            }
            else if (Ascii.EqualsIgnoreCase(arguments[i], "IFTOKEN"u8))
            {
                if (hasToken || i + 1 >= arguments.Count)
                    return false;
                token = arguments[++i];
                hasToken = true;
            }
            else if (!ExpiryClause.TryTake(arguments, ref i, ref expiry) && !ValueCondition.TryTake(arguments, ref i, ref condition)
                && !TagsClause.TryTake(arguments, ref i, ref tags))
            {
                return false;
            }
        }
        if (expiry.Form == ExpiryForm.Persist)
            return false;
        options = new SetOptions(condition, expiry, tags, token, hasToken, returnsOld);
        return true;
    }
}
