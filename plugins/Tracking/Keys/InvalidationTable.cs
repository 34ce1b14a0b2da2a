namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Which clients have read which keys, whatever the namespace, as in Redis. In stripes by the key's hash, each guarded by a lock of its own
/// that takes nothing inside it. A key is remembered and taken out with its own lock in the store held, so that a change always finds who has
/// read before it; that of another namespace's key of the same name finds him, too, or comes before he is remembered.
/// </summary>
internal sealed class InvalidationTable
{
    private const int StripeBits = 8;

    private sealed class Stripe
    {
        public readonly Lock Gate = new();
        public readonly KeyTable Keys = new();
    }

    private readonly Stripe[] _stripes = new Stripe[1 << StripeBits];
    private long _keys;
    private long _items;

    public InvalidationTable()
    {
        for (int i = 0; i < _stripes.Length; i++)
            _stripes[i] = new Stripe();
    }

    /// <summary>How many keys are remembered.</summary>
    public long Keys => Volatile.Read(ref _keys);

    /// <summary>How many pairs of a key and a client are remembered.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>Remembers that a client has read a key. With the key's lock in the store held.</summary>
    /// <returns>True: the key is new.</returns>
    public bool Remember(ReadOnlySpan<byte> key, TrackedClient client)
    {
        uint hash = HashOf(key);
        Stripe stripe = StripeOf(hash);
        lock (stripe.Gate)
        {
            int index = stripe.Keys.IndexOf(hash, key);
            if (index >= 0)
            {
                ref object readers = ref stripe.Keys.ReadersAt(index);
                readers = KeyReaders.Add(readers, client, out bool added);
                if (added)
                    Interlocked.Increment(ref _items);
                return false;
            }
            stripe.Keys.Add(hash, key, client);
            // Within the lock, so that whoever takes it out has something to count down.
            Interlocked.Increment(ref _keys);
            Interlocked.Increment(ref _items);
            return true;
        }
    }

    /// <summary>Takes out a key that changes. With the key's lock in the store held.</summary>
    /// <returns>Who has read it (see <see cref="KeyReaders"/>); null: nobody.</returns>
    public object? Take(ReadOnlySpan<byte> key)
    {
        if (Keys == 0)
            return null;
        uint hash = HashOf(key);
        Stripe stripe = StripeOf(hash);
        // Who has remembered the key had its lock, as we have it now: what he wrote is seen.
        if (stripe.Keys.Count == 0)
            return null;
        lock (stripe.Gate)
        {
            int index = stripe.Keys.IndexOf(hash, key);
            if (index < 0)
                return null;
            object readers = stripe.Keys.TakeAt(index, out _);
            Gone(readers);
            return readers;
        }
    }

    /// <summary>Takes out any one key.</summary>
    /// <returns>Who has read it; null: there is none.</returns>
    public object? TakeAny(out byte[] key)
    {
        int start = Random.Shared.Next(_stripes.Length);
        for (int i = 0; i < _stripes.Length; i++)
        {
            Stripe stripe = _stripes[(start + i) & (_stripes.Length - 1)];
            if (stripe.Keys.Count == 0)
                continue;
            lock (stripe.Gate)
            {
                if (stripe.Keys.Count == 0)
                    continue;
                object readers = stripe.Keys.TakeAt(Random.Shared.Next(stripe.Keys.Count), out key);
                Gone(readers);
                return readers;
            }
        }
        key = [];
        return null;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (Stripe stripe in _stripes)
        {
            lock (stripe.Gate)
            {
                for (int i = 0; i < stripe.Keys.Count; i++)
                    Gone(stripe.Keys.ReadersAt(i));
                stripe.Keys.Clear();
            }
        }
    }

    /// <summary>Forgets the clients that are not tracked any more.</summary>
    public void Sweep()
    {
        foreach (Stripe stripe in _stripes)
        {
            lock (stripe.Gate)
            {
                // From the end: the one that takes the place of a key that goes has been looked at.
                for (int i = stripe.Keys.Count - 1; i >= 0; i--)
                    Sweep(stripe.Keys, i);
            }
        }
    }

    private void Sweep(KeyTable keys, int index)
    {
        ref object readers = ref keys.ReadersAt(index);
        int before = KeyReaders.Count(readers);
        object? left = KeyReaders.Swept(readers);
        Interlocked.Add(ref _items, (left is null ? 0 : KeyReaders.Count(left)) - before);
        if (left is not null)
        {
            readers = left;
            return;
        }
        keys.TakeAt(index, out _);
        Interlocked.Decrement(ref _keys);
    }

    private void Gone(object readers)
    {
        Interlocked.Decrement(ref _keys);
        Interlocked.Add(ref _items, -KeyReaders.Count(readers));
    }

    private Stripe StripeOf(uint hash) => _stripes[hash >> (32 - StripeBits)];

    private static uint HashOf(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return (uint)hash.ToHashCode();
    }
}
