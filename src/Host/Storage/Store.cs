using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Snapshots;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>
/// All data of the server: the namespaces, the types of values, the eviction policy, the account. Shards are guarded by
/// their own locks; what is here is set at start or by calls that run alone, unless it says otherwise.
/// </summary>
internal sealed class Store
{
    private readonly TimeProvider _clock;
    private long _accounted;
    private long _tagNumber;

    public Store(int databases, DataTypes types, EvictionPolicy policy, IStoreEvents events, TimeProvider clock)
    {
        _clock = clock;
        Directory = new NamespaceDirectory(this, databases);
        Types = types;
        Policy = policy;
        Events = events;
        Snapshots = new SnapshotCapture(this);
        Reclaimer = new Reclaimer();
    }

    public DataTypes Types { get; }

    public IStoreEvents Events { get; }

    /// <summary>Which frequent happenings <see cref="Events"/> wants to hear of. May be changed at any time.</summary>
    public volatile StoreInterests Interests;

    /// <summary>
    /// Decides what goes when memory is short, where a namespace has no policy of its own. May be changed at any time.
    /// </summary>
    public EvictionPolicy Policy
    {
        get;
        set
        {
            field = value;
            Directory.ForEach(static space => space.FollowStore());
        }
    }

    /// <summary>How many entries are compared before one goes: <c>maxmemory-samples</c>.</summary>
    public int EvictionSamples { get; set; } = 5;

    /// <summary>True when some namespace has a quota. Changed by calls that run alone.</summary>
    public bool HasQuotas { get; private set; }

    public NamespaceDirectory Directory { get; }

    /// <summary>All namespaces by index; null where none was asked for yet, and those that were deleted hold nothing.</summary>
    public ReadOnlySpan<Namespace?> Spaces => Directory.All;

    /// <summary>What was counted in namespaces that were deleted. Written by calls that run alone.</summary>
    public ShardCounters Departed;

    /// <summary>The epoch that records made now belong to; changed by a snapshot's begin, alone.</summary>
    public byte EpochFlag { get; private set; }

    public SnapshotCapture Snapshots { get; }

    public Reclaimer Reclaimer { get; }

    /// <summary>Large values that are gone but whose heaps are not freed yet.</summary>
    public DoomedValues Doomed { get; } = new();

    /// <summary>The heaps of large values, by number.</summary>
    public ValueHeaps ValueHeaps { get; } = new();

    /// <summary>The number of the last invalidation. Needs no lock.</summary>
    public long TagNumber => Volatile.Read(ref _tagNumber);

    /// <summary>How many namespaces have numbers.</summary>
    public int Databases => Directory.Databases;

    /// <summary>Unix milliseconds now.</summary>
    public long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What entries and tables cost, to within 4 KiB a shard. Cheap.</summary>
    public long ApproximateBytes => Volatile.Read(ref _accounted);

    /// <summary>The namespace of this index, made when it is first asked for; null beyond the last. May be a deleted one. Thread-safe.</summary>
    public Namespace? Space(int index) => Directory.At(index);

    /// <summary>The namespace of this index, unless there is none or it was deleted. Thread-safe.</summary>
    public Namespace? LiveSpace(int index) => Directory.At(index) is { IsRetired: false } space ? space : null;

    /// <summary>The namespace of this index if anything was ever done in it. Thread-safe.</summary>
    public Namespace? ExistingSpace(int index) => index < Spaces.Length ? Spaces[index] : null;

    /// <summary>What entries, tables and the indexes of tags cost, exactly, when nothing changes meanwhile.</summary>
    public long ExactBytes()
    {
        long bytes = 0;
        foreach (Namespace? space in Spaces)
        {
            if (space is { IsRetired: false })
                bytes += space.Memory().Total;
        }

        return bytes;
    }

    /// <summary>Native bytes held for all data, used or not: pages, segments, large blocks. Needs no lock.</summary>
    public long HeldBytes()
    {
        long large = Doomed.LargeBytes;
        foreach (Namespace? space in Spaces)
        {
            if (space is null)
                continue;
            foreach (Shard shard in space.Shards)
                large += shard.LargeBytes;
        }

        return large + NativePools.MappedBytes;
    }

    /// <summary>A number for an invalidation, higher than all before.</summary>
    public long NextTagNumber() => Interlocked.Increment(ref _tagNumber);

    public void Account(long bytes) => Interlocked.Add(ref _accounted, bytes);

    /// <summary>
    /// Empties a namespace. Alone only. The account drops at once; the memory is given back now or in the background,
    /// at the latest when a running snapshot has read it.
    /// </summary>
    /// <returns>How many entries there were.</returns>
    public long Clear(StoreScope? scope, Namespace space, bool inBackground)
    {
        long count = space.Count;
        if (space.Set.HasBytes)
        {
            ShardSet old = space.Exchange(new ShardSet(this));
            foreach (Shard shard in old.Shards)
                shard.LeaveAccount();
            old.Tags?.GiveUp();
            old.Tags?.LeaveAccount();
            if (!Snapshots.Keeps(old))
                Reclaimer.Free(old, inBackground);
        }

        space.Set.TagFloor = NextTagNumber();
        Events.Flushed(scope, space);
        return count;
    }

    /// <summary>Exchanges the data of two namespaces. Alone only.</summary>
    public void Swap(StoreScope? scope, Namespace first, Namespace second)
    {
        if (first == second)
            return;
        ShardSet ofSecond = second.Set;
        ShardSet ofFirst = first.Exchange(ofSecond);
        second.Exchange(ofFirst);
        first.Set.Space = first;
        first.Set.TagFloor = second.Set.TagFloor = NextTagNumber();
        Events.Flushed(scope, first);
        Events.Flushed(scope, second);
    }

    /// <summary>Sets a namespace up anew. Alone only, or before anything is served.</summary>
    public void Configure(Namespace space, in NamespaceOptions options, EvictionPolicy? policy)
    {
        space.Configure(options, policy);
        NoteQuotas();
    }

    /// <summary>
    /// Takes a namespace away with all its data, whose memory is given back beside the traffic; a numbered one is emptied and stands as if
    /// nobody had set it up. Alone only.
    /// </summary>
    public void Delete(StoreScope? scope, Namespace space)
    {
        Clear(scope, space, inBackground: true);
        if (space.Index < Databases)
            space.Configure(default, null);
        else
            Departed.Add(Directory.Remove(space));
        NoteQuotas();
    }

    /// <summary>Begins a new epoch. Alone only.</summary>
    public void TurnEpoch()
    {
        EpochFlag ^= Record.FlagEpoch;
        Directory.ForEach(static space => space.FollowStore());
    }

    private void NoteQuotas()
    {
        bool any = false;
        foreach (Namespace? space in Spaces)
            any |= space is { MaxMemory: > 0 };
        HasQuotas = any;
    }
}
