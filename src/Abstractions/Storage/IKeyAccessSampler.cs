namespace CacheStorm;

/// <summary>
/// Sees a random part of all key accesses: what is used most, which keys a cache would miss. Found by scanning the plugin.
/// <para>
/// Every key that a command's key specifications name is one access, whether the key exists or not; also those of commands in a
/// transaction or a script. The server counts accesses down on each worker, so what is not sampled costs one subtraction. The distance
/// from one sample to the next is drawn anew each time, with <see cref="Interval"/> as its mean: traffic that repeats itself can't hide.
/// </para>
/// </summary>
public interface IKeyAccessSampler
{
    /// <summary>
    /// One of how many accesses it wants to see; 0: none, 1: each one. Where several samplers want different parts, all see the
    /// largest. After a change of mind: <see cref="IKeyAccesses.Refresh"/>.
    /// </summary>
    int Interval { get; }

    /// <summary>
    /// A key is about to be accessed. Called on the thread that runs the command, several at once, before any key is locked. Must be
    /// quick, must not touch the keyspace, must not throw.
    /// </summary>
    /// <param name="namespaceIndex">The key's namespace.</param>
    /// <param name="keyHash">
    /// The key's hash: 64 well mixed bits, the same for a key in all namespaces, another one after a restart.
    /// </param>
    /// <param name="key">The key; valid during the call.</param>
    /// <param name="weight">How many accesses this one stands for.</param>
    void Sampled(int namespaceIndex, ulong keyHash, ReadOnlySpan<byte> key, int weight);
}

/// <summary>The switchboard of key accesses. Thread-safe.</summary>
public interface IKeyAccesses
{
    /// <summary>Asks all samplers for their intervals anew.</summary>
    void Refresh();
}
