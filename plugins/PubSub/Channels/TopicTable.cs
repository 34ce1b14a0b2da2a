using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Channels by name; a channel is there while somebody subscribes to it. Publishers look it up without a lock. Who joins a channel just as
/// its last subscriber leaves makes a new one: the old one has marked itself as gone, under its own lock.
/// </summary>
internal sealed class TopicTable
{
    private readonly ConcurrentDictionary<byte[], Topic> _topics = new(ChannelNames.Comparer);
    private readonly ConcurrentDictionary<byte[], Topic>.AlternateLookup<ReadOnlySpan<byte>> _byName;
    private int _subscriptions;

    public TopicTable() => _byName = _topics.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>True when nobody subscribes to anything here.</summary>
    public bool IsEmpty => Volatile.Read(ref _subscriptions) == 0;

    /// <summary>How many channels there are. Takes locks: for INFO.</summary>
    public int Count => _topics.Count;

    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out Topic? topic) => _byName.TryGetValue(name, out topic);

    /// <summary>The names of all channels that match a pattern.</summary>
    /// <param name="pattern">The pattern; null: all of them.</param>
    public List<byte[]> Names(byte[]? pattern)
    {
        var names = new List<byte[]>();
        foreach (KeyValuePair<byte[], Topic> entry in _topics)
        {
            if (entry.Value.Count > 0 && (pattern is null || Glob.IsMatch(pattern, entry.Key)))
                names.Add(entry.Key);
        }
        return names;
    }

    public void Join(byte[] name, Subscription subscription)
    {
        // Before it can be found, so that nobody who is told of it still believes the table empty.
        Interlocked.Increment(ref _subscriptions);
        while (true)
        {
            Topic topic = _topics.GetOrAdd(name, static name => new Topic(name));
            if (topic.TryAdd(subscription))
                return;
            Drop(topic);
        }
    }

    public void Leave(Subscription subscription)
    {
        if (subscription.Topic.Remove(subscription))
            Drop(subscription.Topic);
        Interlocked.Decrement(ref _subscriptions);
    }

    private void Drop(Topic topic) => _topics.TryRemove(new KeyValuePair<byte[], Topic>(topic.Name, topic));
}
