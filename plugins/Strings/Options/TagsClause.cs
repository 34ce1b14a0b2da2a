using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>TAGS numtags tag [tag …]: where the tags stand. Their names are not looked at here.</summary>
internal readonly struct TagsClause
{
    private TagsClause(int first, int count)
    {
        First = first;
        Count = count;
    }

    /// <summary>The first tag's index; 0: there is no such option.</summary>
    public int First { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    public bool IsPresent => First > 0;

    /// <summary>False when their number is none, or not above 0.</summary>
    public bool IsWellFormed => !IsPresent || Count > 0;

    /// <summary>Takes the option at an index, if it is this one. There can be one.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="index">The option; moved to its last argument.</param>
    /// <param name="clause">What was taken before; replaced.</param>
    public static bool TryTake(ArgumentList arguments, ref int index, ref TagsClause clause)
    {
        if (clause.IsPresent || index + 1 >= arguments.Count || !Ascii.EqualsIgnoreCase(arguments[index], "TAGS"u8))
            return false;
        if (!Numbers.TryParseInt64(arguments[index + 1], out long count) || count < 1)
        {
            clause = new TagsClause(index + 2, 0);
            return true;
        }
        if (count > arguments.Count - index - 2)
            return false;
        clause = new TagsClause(index + 2, (int)count);
        index += 1 + clause.Count;
        return true;
    }
}
