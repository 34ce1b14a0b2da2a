using System.Collections.Concurrent;

namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Patterns, and which of them match a channel. They are grouped by the plain bytes that they begin with: a publisher looks up one group
/// for each length of such a beginning that is in use, and tries only the patterns in there. So thousands of patterns as <c>user:17:*</c>
/// cost a publisher one look-up. Changes are guarded by the lock; publishers read without it.
/// </summary>
internal sealed class PatternTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], Topic> _patterns = new(ChannelNames.Comparer);
    private readonly ConcurrentDictionary<byte[], PatternGroup> _groups = new(ChannelNames.Comparer);
    private readonly ConcurrentDictionary<byte[], PatternGroup>.AlternateLookup<ReadOnlySpan<byte>> _byBeginning;
    private readonly SortedDictionary<int, int> _groupsOfLength = [];
    private volatile int[] _lengths = [];
    private int _count;

    public PatternTable() => _byBeginning = _groups.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many different patterns there are. Any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Join(byte[] name, Subscription subscription)
    {
        lock (_lock)
        {
            if (!_patterns.TryGetValue(name, out Topic? pattern))
            {
                pattern = new Topic(name);
                _patterns.Add(name, pattern);
                pattern.TryAdd(subscription);
                Index(pattern);
                Volatile.Write(ref _count, _patterns.Count);
                return;
            }
            pattern.TryAdd(subscription);
        }
    }

    public void Leave(Subscription subscription)
    {
        lock (_lock)
        {
            Topic pattern = subscription.Topic;
            if (!pattern.Remove(subscription))
                return;
            _patterns.Remove(pattern.Name);
            Unindex(pattern);
            Volatile.Write(ref _count, _patterns.Count);
        }
    }

    /// <summary>Whether anybody listens to the channel by a pattern.</summary>
    public bool Matches(ReadOnlySpan<byte> channel)
    {
        foreach (int length in _lengths)
        {
            if (length > channel.Length)
                break;
            if (!_byBeginning.TryGetValue(channel[..length], out PatternGroup? group))
                continue;
            foreach (Topic pattern in group.Patterns)
            {
                if (Glob.IsMatch(pattern.Name, channel))
                    return true;
            }
        }
        return false;
    }

    /// <summary>Hands a message to all who listen by a pattern.</summary>
    /// <returns>How many subscriptions they are; a client counts once for each of its patterns.</returns>
    public long Deliver(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        long receivers = 0;
        foreach (int length in _lengths)
        {
            if (length > channel.Length)
                break;
            if (!_byBeginning.TryGetValue(channel[..length], out PatternGroup? group))
                continue;
            foreach (Topic pattern in group.Patterns)
            {
                if (Glob.IsMatch(pattern.Name, channel))
                    receivers += pattern.Deliver(MessageFrame.OfPattern(pattern.Name, channel, message));
            }
        }
        return receivers;
    }

    /// <summary>The bytes that whatever matches a pattern must begin with.</summary>
    public static ReadOnlySpan<byte> PlainBeginning(ReadOnlySpan<byte> pattern)
    {
        int special = pattern.IndexOfAny("*?[\\"u8);
        return special < 0 ? pattern : pattern[..special];
    }

    private void Index(Topic pattern)
    {
        ReadOnlySpan<byte> beginning = PlainBeginning(pattern.Name);
        if (!_byBeginning.TryGetValue(beginning, out PatternGroup? group))
        {
            group = new PatternGroup();
            _groups[beginning.ToArray()] = group;
            CountLength(beginning.Length, 1);
        }
        group.Add(pattern);
    }

    private void Unindex(Topic pattern)
    {
        ReadOnlySpan<byte> beginning = PlainBeginning(pattern.Name);
        if (!_byBeginning.TryGetValue(beginning, out PatternGroup? group))
            return;
        group.Remove(pattern);
        if (group.Patterns.Length > 0)
            return;
        _byBeginning.TryRemove(beginning, out _);
        CountLength(beginning.Length, -1);
    }

    private void CountLength(int length, int change)
    {
        _groupsOfLength.TryGetValue(length, out int groups);
        groups += change;
        if (groups == 0)
            _groupsOfLength.Remove(length);
        else
            _groupsOfLength[length] = groups;
        if (groups == 0 || (groups == 1 && change == 1))
            _lengths = [.. _groupsOfLength.Keys];
    }
}
