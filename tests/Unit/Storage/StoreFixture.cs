using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.UnitTests.Storage;

/// <summary>A store with a clock that stands still, events that are counted, and as many calls as a test needs.</summary>
internal sealed class StoreFixture
{
    public StoreFixture(EvictionPolicy? policy = null)
    {
        Types = new DataTypes(new StringType());
        Store = new Store(16, Types, policy ?? new LeastRecentlyUsed(), Events, Clock);
    }

    public ManualClock Clock { get; } = new();

    public RecordedEvents Events { get; } = new();

    public DataTypes Types { get; }

    public Store Store { get; }

    public StoreScope NewScope()
    {
        StoreScope scope = new(new CommandContext(null!));
        scope.Begin(Clock.Now, ShardMask.All);
        return scope;
    }

    public StoreKeyspace Open(int index = 0, StoreScope? scope = null) => new(Store, Store.Space(index)!, scope ?? NewScope());

    public static byte[] Key(int number) => Encoding.UTF8.GetBytes($"key:{number}");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string? Read(Keyspace keyspace, string key) =>
        keyspace.GetString(Bytes(key), out ReadOnlySpan<byte> value) == LookupResult.Found ? Encoding.UTF8.GetString(value) : null;
}

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualClock : TimeProvider
{
    public long Now { get; set; } = 1_700_000_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
}

internal sealed class RecordedEvents : IStoreEvents
{
    public List<string> Names { get; } = [];

    public int ExpiredCount;
    public int EvictedCount;

    public void Modified(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) => Add("modified", key);

    public void Stored(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key, bool isNew) => Add(isNew ? "new" : "stored", key);

    public void Missed(StoreScope scope, Namespace space, ReadOnlySpan<byte> key) => Add("missed", key);

    public void Expired(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) => Interlocked.Increment(ref ExpiredCount);

    public void Evicted(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) => Interlocked.Increment(ref EvictedCount);

    public List<TagInvalidation> Invalidations { get; } = [];

    public int InvalidatedCount;

    public bool HearsOfTags => true;

    public void TagsInvalidated(TagInvalidation what) => Invalidations.Add(what);

    public void Invalidated(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key) => Interlocked.Increment(ref InvalidatedCount);

    public void Flushed(StoreScope? scope, Namespace space) => Add("flushed", default);

    private void Add(string name, ReadOnlySpan<byte> key)
    {
        lock (Names)
            Names.Add(key.IsEmpty ? name : $"{name} {Encoding.UTF8.GetString(key)}");
    }
}

internal sealed class LeastRecentlyUsed : EvictionPolicy
{
    public override string Name => "allkeys-lru";

    public override double Score(in EvictionCandidate candidate) => candidate.Clock - (double)candidate.AccessWord;
}

internal sealed class SoonestToExpire : EvictionPolicy
{
    public override string Name => "volatile-ttl";

    public override bool AllKeys => false;

    public override double Score(in EvictionCandidate candidate) => -candidate.ExpireAt;
}

/// <summary>For stores whose types have no alarms.</summary>
internal sealed class NoAlarms : IAlarmRunner
{
    public bool RunDue(Namespace space, Shard shard, long now) => throw new InvalidOperationException("Nobody has set an alarm.");
}

/// <summary>Collects the keys that a scan shows.</summary>
internal struct KeyCollector() : IEntryVisitor
{
    public HashSet<string> Keys { get; } = [];

    public readonly void Visit(in Entry entry) => Keys.Add(Encoding.UTF8.GetString(entry.Key));
}
