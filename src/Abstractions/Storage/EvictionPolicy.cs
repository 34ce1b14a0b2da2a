namespace CacheStorm;

/// <summary>
/// Chooses what goes when memory is full. Found by scanning the plugin; picked by <c>maxmemory-policy</c>. The server samples entries
/// and evicts the one with the highest score. One instance a server, called by several threads at once: own state must be thread-safe.
/// </summary>
public abstract class EvictionPolicy
{
    /// <summary>The name that <c>maxmemory-policy</c> takes, as <c>allkeys-lru</c>.</summary>
    public abstract string Name { get; }

    /// <summary>False: only keys with an expiry are ever evicted.</summary>
    public virtual bool AllKeys => true;

    /// <summary>False: nothing is evicted, writes are refused (<c>noeviction</c>).</summary>
    public virtual bool Evicts => true;

    /// <summary>
    /// False: the server keeps the access word itself, as seconds of the access clock, at no extra cost.
    /// True: <see cref="OnCreated"/> and <see cref="OnAccess"/> keep it.
    /// </summary>
    public virtual bool OwnsAccessWord => false;

    /// <summary>The first access word of a new entry.</summary>
    /// <param name="keyHash">The key's hash.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    public virtual uint OnCreated(ulong keyHash, uint clock) => clock;

    /// <summary>The access word after a use.</summary>
    /// <param name="word">What it was.</param>
    /// <param name="keyHash">The key's hash.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    public virtual uint OnAccess(uint word, ulong keyHash, uint clock) => clock;

    /// <summary>How much an entry deserves to go: the highest of the sampled ones does.</summary>
    /// <param name="candidate">The entry's facts.</param>
    public abstract double Score(in EvictionCandidate candidate);

    /// <summary>An entry was evicted.</summary>
    /// <param name="candidate">Its facts.</param>
    public virtual void OnEvicted(in EvictionCandidate candidate) { }

    /// <summary>The logarithmic use counter that OBJECT FREQ answers, 0 to 255; -1 when the policy keeps none.</summary>
    /// <param name="word">The entry's access word.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    public virtual int FrequencyOf(uint word, uint clock) => -1;

    /// <summary>Seconds since the last use, for OBJECT IDLETIME; -1 when the policy does not know.</summary>
    /// <param name="word">The entry's access word.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    public virtual long IdleSecondsOf(uint word, uint clock) => OwnsAccessWord ? -1 : clock - (long)word;

    /// <summary>An access word with the wanted idle time or frequency (RESTORE, loading a snapshot).</summary>
    /// <param name="word">The present word.</param>
    /// <param name="idleSeconds">Seconds since the last use; -1: leave it.</param>
    /// <param name="frequency">The use counter; -1: leave it.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    public virtual uint Adjust(uint word, long idleSeconds, int frequency, uint clock) =>
        !OwnsAccessWord && idleSeconds >= 0 ? (uint)Math.Max(0, clock - idleSeconds) : word;
}

/// <summary>The facts of an entry that might be evicted.</summary>
/// <param name="AccessWord">The policy's 32 bits.</param>
/// <param name="Clock">Seconds of the access clock now.</param>
/// <param name="ExpireAt">When it expires, in Unix milliseconds; -1: never.</param>
/// <param name="Now">The time now, in Unix milliseconds.</param>
/// <param name="KeyHash">The key's hash.</param>
/// <param name="Size">What it costs, in bytes.</param>
/// <param name="TypeId">Its type's number.</param>
public readonly record struct EvictionCandidate(
    uint AccessWord, uint Clock, long ExpireAt, long Now, ulong KeyHash, long Size, int TypeId);
