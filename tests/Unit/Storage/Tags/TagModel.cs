namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>What a link between an entry and a tag is in the model.</summary>
internal sealed class ModelLink
{
    /// <summary>The tag; null once it was taken off while it was stale.</summary>
    public string? Tag { get; set; }

    /// <summary>When the entry is gone because of it; -1: it is not stale.</summary>
    public long StaleUntil { get; set; } = -1;

    /// <summary>Somebody was sent to renew the entry.</summary>
    public bool IsClaimed { get; set; }

    public ModelLink Copy() => (ModelLink)MemberwiseClone();
}

/// <summary>An entry in the model.</summary>
internal sealed class ModelEntry
{
    public byte[] Value { get; set; } = [];

    public long ExpireAt { get; set; } = -1;

    public List<ModelLink> Links { get; set; } = [];

    public HashSet<string> Tags => [.. Links.Where(static link => link.Tag is not null).Select(static link => link.Tag!)];

    public bool IsGone(long now) =>
        ExpireAt >= 0 && ExpireAt < now || Links.Exists(link => link.StaleUntil >= 0 && link.StaleUntil <= now);

    public bool Carries(string tag) => Links.Exists(link => link.Tag == tag);

    public ModelEntry Copy() => new() { Value = Value, ExpireAt = ExpireAt, Links = [.. Links.Select(static link => link.Copy())] };
}

/// <summary>One namespace in the model: dictionaries, and loops over all of it.</summary>
internal sealed class TagModel
{
    public Dictionary<string, ModelEntry> Entries { get; } = [];

    public Dictionary<string, HashSet<string>> Children { get; } = [];

    /// <summary>The number of the last invalidation of each tag, for tokens.</summary>
    public Dictionary<string, long> Generations { get; } = [];

    /// <summary>Tokens made before are not checked: the namespace was flushed or swapped.</summary>
    public long Floor { get; set; }

    public ModelEntry? Find(string key, long now)
    {
        if (!Entries.TryGetValue(key, out ModelEntry? entry))
            return null;
        if (!entry.IsGone(now))
            return entry;
        Entries.Remove(key);
        return null;
    }

    public void Purge(long now)
    {
        foreach (string key in Entries.Where(pair => pair.Value.IsGone(now)).Select(static pair => pair.Key).ToArray())
            Entries.Remove(key);
    }

    public void Store(string key, byte[] value, long expireAt, IEnumerable<string> tags) => Entries[key] = new ModelEntry
    {
        Value = value,
        ExpireAt = expireAt,
        Links = [.. tags.Distinct().Select(static tag => new ModelLink { Tag = tag })],
    };

    public long CountOf(string tag) => Entries.Values.LongCount(entry => entry.Carries(tag));

    public HashSet<string> WithDescendants(string tag)
    {
        HashSet<string> all = [tag];
        Stack<string> open = new([tag]);
        while (open.TryPop(out string? next))
        {
            foreach (string child in Children.GetValueOrDefault(next) ?? [])
            {
                if (all.Add(child))
                    open.Push(child);
            }
        }

        return all;
    }

    public TagLinkResult Link(string parent, string child)
    {
        if (WithDescendants(child).Contains(parent))
            return TagLinkResult.Circle;
        if (!Children.TryGetValue(parent, out HashSet<string>? children))
            Children[parent] = children = [];
        return children.Add(child) ? TagLinkResult.Linked : TagLinkResult.Exists;
    }

    public long Invalidate(string[] tags, in TagInvalidationOptions how, long now)
    {
        Purge(now);
        bool cascade = how.Cascade;
        HashSet<string>[] groups = [.. tags.Distinct().Select(tag => cascade ? WithDescendants(tag) : [tag])];
        TagMatch match = how.Match;
        string[] hit = [.. Entries.Where(pair => Matches(pair.Value, groups, match)).Select(static pair => pair.Key)];
        foreach (string key in hit)
        {
            if (how.StaleUntil <= now)
                Entries.Remove(key);
            else
                MakeStale(Entries[key], groups, how.StaleUntil);
        }

        return hit.Length;
    }

    private static bool Matches(ModelEntry entry, HashSet<string>[] groups, TagMatch match) => match == TagMatch.Any || groups.Length == 1
        ? Array.Exists(groups, group => entry.Links.Exists(link => link.Tag is not null && group.Contains(link.Tag)))
        : Array.TrueForAll(groups, group => entry.Links.Exists(link => link.Tag is not null && group.Contains(link.Tag)));

    // Whether one link or several of an entry that matches all become stale can't be told from outside: here it is all.
    private static void MakeStale(ModelEntry entry, HashSet<string>[] groups, long until)
    {
        foreach (ModelLink link in entry.Links)
        {
            if (link.Tag is null || !Array.Exists(groups, group => group.Contains(link.Tag)))
                continue;
            link.StaleUntil = link.StaleUntil < 0 ? until : Math.Min(link.StaleUntil, until);
            link.IsClaimed = false;
        }
    }
}
