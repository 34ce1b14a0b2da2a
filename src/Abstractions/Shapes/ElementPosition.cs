namespace CacheStorm;

/// <summary>
/// A place in a collection while somebody walks through it; the default is the begin. What the numbers mean is the type's affair. Good
/// until the next change to the entry.
/// </summary>
/// <param name="Major">The type's own.</param>
/// <param name="Minor">The type's own.</param>
public record struct ElementPosition(long Major, long Minor);

/// <summary>An end of a list.</summary>
public enum ListEnd
{
    /// <summary>The first element: LEFT.</summary>
    Head,
    /// <summary>The last element: RIGHT.</summary>
    Tail,
}
