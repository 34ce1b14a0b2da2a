using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.Plugins.PubSub.Subscribers;

namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>
/// How many subscriptions could hear of key events at all: channels of that name, and patterns that don't rule it out by how they begin.
/// While there are none the server is told that nobody is interested, and writing costs nothing more than without notifications. Counted
/// with interlocked operations, read by all threads.
/// </summary>
internal sealed class KeyEventAudience(IKeyEvents keyEvents)
{
    private int _byKey;
    private int _byEvent;

    /// <summary>Somebody may listen to <c>__keyspace@…</c>.</summary>
    public bool HearsByKey => Volatile.Read(ref _byKey) != 0;

    /// <summary>Somebody may listen to <c>__keyevent@…</c>.</summary>
    public bool HearsByEvent => Volatile.Read(ref _byEvent) != 0;

    public void Joined(SubscriptionKind kind, ReadOnlySpan<byte> name) => Count(kind, name, 1);

    public void Left(SubscriptionKind kind, ReadOnlySpan<byte> name) => Count(kind, name, -1);

    private void Count(SubscriptionKind kind, ReadOnlySpan<byte> name, int change)
    {
        if (kind == SubscriptionKind.ShardChannel)
            return;
        bool isPattern = kind == SubscriptionKind.Pattern;
        bool turned = false;
        if (MayName(isPattern, name, KeyEventChannel.ByKey))
            turned |= Turned(Interlocked.Add(ref _byKey, change), change);
        if (MayName(isPattern, name, KeyEventChannel.ByEvent))
            turned |= Turned(Interlocked.Add(ref _byEvent, change), change);
        if (turned)
            keyEvents.Refresh();
    }

    private static bool Turned(int count, int change) => count == 0 || (count == 1 && change == 1);

    private static bool MayName(bool isPattern, ReadOnlySpan<byte> name, ReadOnlySpan<byte> beginning)
    {
        if (!isPattern)
            return name.StartsWith(beginning);
        ReadOnlySpan<byte> plain = PatternTable.PlainBeginning(name);
        return plain.Length < beginning.Length ? beginning.StartsWith(plain) : plain.StartsWith(beginning);
    }
}
