namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// A channel or a pattern and who listens to it, in the order in which they came. The chain is guarded by the topic's lock, which is held
/// while a message is handed to all: so all subscribers see the messages of a topic in one and the same order. Inside it only the locks of
/// clients' outboxes are taken.
/// </summary>
internal sealed class Topic(byte[] name)
{
    private readonly Lock _lock = new();
    private Subscription? _first;
    private Subscription? _last;
    private int _count;
    private bool _isGone;

    /// <summary>The channel's name, or the pattern.</summary>
    public byte[] Name { get; } = name;

    /// <summary>How many listen. Any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a subscription.</summary>
    /// <returns>False when the last subscriber has left meanwhile: the topic is not in use any more, another one takes its name.</returns>
    public bool TryAdd(Subscription subscription)
    {
        lock (_lock)
        {
            if (_isGone)
                return false;
            subscription.Topic = this;
            subscription.Previous = _last;
            if (_last is null)
                _first = subscription;
            else
                _last.Next = subscription;
            _last = subscription;
            _count++;
            return true;
        }
    }

    /// <summary>Takes out a subscription that was added.</summary>
    /// <returns>True when it was the last: nobody can be added from now on.</returns>
    public bool Remove(Subscription subscription)
    {
        lock (_lock)
        {
            if (subscription.Previous is null)
                _first = subscription.Next;
            else
                subscription.Previous.Next = subscription.Next;
            if (subscription.Next is null)
                _last = subscription.Previous;
            else
                subscription.Next.Previous = subscription.Previous;
            subscription.Previous = null;
            subscription.Next = null;
            return _isGone = --_count == 0;
        }
    }

    /// <summary>Hands a message to all who listen.</summary>
    /// <param name="frame">The message; shared by all of them.</param>
    /// <returns>How many they are.</returns>
    public int Deliver(ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            for (Subscription? one = _first; one is not null; one = one.Next)
                one.Client.Push(frame);
            return _count;
        }
    }
}
