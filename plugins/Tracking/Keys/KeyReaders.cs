namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// The clients that have read one key: most often one, which stands for itself; an array of a few; a set of many. A value of one of the
/// three classes, kept by the key's entry in the table.
/// </summary>
internal static class KeyReaders
{
    private const int LongestArray = 8;

    /// <summary>Adds a client.</summary>
    /// <param name="readers">The clients so far; may be changed in place.</param>
    /// <param name="client">The client.</param>
    /// <param name="added">Whether it was not there.</param>
    public static object Add(object readers, TrackedClient client, out bool added)
    {
        switch (readers)
        {
            case TrackedClient one:
                added = one != client;
                return added ? new[] { one, client } : one;
            case TrackedClient[] few:
                added = Array.IndexOf(few, client) < 0;
                if (!added)
                    return few;
                return few.Length < LongestArray ? [.. few, client] : new HashSet<TrackedClient>(few) { client };
            default:
                added = ((HashSet<TrackedClient>)readers).Add(client);
                return readers;
        }
    }

    public static int Count(object readers) => readers switch
    {
        TrackedClient => 1,
        TrackedClient[] few => few.Length,
        _ => ((HashSet<TrackedClient>)readers).Count,
    };

    /// <summary>Leaves out the clients that are not tracked any more.</summary>
    /// <returns>The others; null: there are none.</returns>
    public static object? Swept(object readers)
    {
        switch (readers)
        {
            case TrackedClient one:
                return one.IsOn ? one : null;
            case TrackedClient[] few:
                TrackedClient[] left = Array.FindAll(few, client => client.IsOn);
                return left.Length switch { 0 => null, 1 => left[0], _ => left };
            default:
                var many = (HashSet<TrackedClient>)readers;
                many.RemoveWhere(client => !client.IsOn);
                return many.Count == 0 ? null : many;
        }
    }
}
