namespace CacheStorm;

/// <summary>What one namespace costs, in bytes, read shard by shard.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Entries">Keys and values, with what entries pay for their tags and expiries.</param>
/// <param name="Tables">The tables that keys are found by.</param>
/// <param name="TagIndex">The index of its tags: names, lists, links between tags.</param>
/// <param name="PendingTagEntries">Invalidations of entries whose memory is still to be taken back; <paramref name="Entries"/> counts it until then.</param>
public readonly record struct NamespaceMemory(int Index, string Name, long Keys, long Entries, long Tables, long TagIndex, long PendingTagEntries)
{
    /// <summary>All of it.</summary>
    public long Total => Entries + Tables + TagIndex;
}
