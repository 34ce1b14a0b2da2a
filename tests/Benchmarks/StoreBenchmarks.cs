using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Benchmarks;

/// <summary>
/// The store without network and dispatch: hot keys for the length of the path, random ones for the misses, batches of
/// 16 with prefetch as the dispatcher runs them.
/// </summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Batch = 16;
    private const int HotKeys = 1_024;

    private readonly byte[] _value = new byte[32];
    private readonly byte[] _otherLength = new byte[48];
    private readonly ulong[] _hashes = new ulong[Batch];
    private byte[][] _keys = [];
    private byte[][] _counters = [];
    private int[] _order = [];
    private int _next;
    private StoreScope _scope = null!;
    private StoreKeyspace _keyspace = null!;
    private ShardSet _shards = null!;

    [Params(HotKeys, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        Store store = new(16, new DataTypes(new StringType()), new NothingGoes(), new NobodyListens(), TimeProvider.System);
        Namespace space = store.Space(0)!;
        _shards = space.Set;
        _scope = new StoreScope(new CommandContext(null!));
        _scope.Begin(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), ShardMask.All);
        _keyspace = new StoreKeyspace(store, space, _scope);
        _keys = Names("key:", Keys);
        _counters = Names("counter:", HotKeys);
        foreach (byte[] key in _keys)
            _keyspace.SetString(key, _value);
        Random random = new(1);
        _order = new int[1 << 16];
        for (int i = 0; i < _order.Length; i++)
            _order[i] = random.Next(Keys);
    }

    [Benchmark]
    public int Get()
    {
        _keyspace.GetString(NextKey(), out ReadOnlySpan<byte> value);
        return value.Length;
    }

    [Benchmark]
    public void Overwrite() => _keyspace.SetString(NextKey(), _value);

    [Benchmark]
    public void OverwriteWithAnotherLength() => _keyspace.SetString(NextKey(), (_next & 1) == 0 ? _value : _otherLength);

    [Benchmark]
    public long Increment() => _keyspace.Increment(_counters[_next++ & (HotKeys - 1)]);

    [Benchmark]
    public void SetAndRemove()
    {
        _keyspace.SetString("passing by"u8, _value);
        _keyspace.Remove("passing by"u8);
    }

    [Benchmark]
    public void SetWithExpiry() => _keyspace.SetString("expiring"u8, _value, Expiry.At(_scope.Now + 100_000 + _next++));

    [Benchmark(OperationsPerInvoke = Batch)]
    public int GetBatchPrefetched()
    {
        int from = _next;
        for (int i = 0; i < Batch; i++)
        {
            _hashes[i] = KeyHash.Of(KeyAt(from + i));
            _shards[KeyHash.ShardOf(_hashes[i])].Table.PrefetchSlot(_hashes[i]);
        }

        for (int i = 0; i < Batch; i++)
            _shards[KeyHash.ShardOf(_hashes[i])].Table.PrefetchRecord(_hashes[i]);

        int length = 0;
        for (int i = 0; i < Batch; i++)
        {
            byte[] key = KeyAt(from + i);
            _scope.Hint(key, 0, key.Length, _hashes[i]);
            _keyspace.GetString(key, out ReadOnlySpan<byte> value);
            length += value.Length;
        }

        _scope.ClearHint();
        _next = from + Batch;
        return length;
    }

    private byte[] NextKey() => KeyAt(_next++);

    private byte[] KeyAt(int number) => _keys[_order[number & (_order.Length - 1)]];

    private static byte[][] Names(string prefix, int count)
    {
        byte[][] names = new byte[count][];
        for (int i = 0; i < count; i++)
            names[i] = Encoding.UTF8.GetBytes(prefix + i.ToString("D12", CultureInfo.InvariantCulture));
        return names;
    }

    internal sealed class NothingGoes : EvictionPolicy
    {
        public override string Name => "noeviction";

        public override bool Evicts => false;

        public override double Score(in EvictionCandidate candidate) => 0;
    }

    internal sealed class NobodyListens : IStoreEvents
    {
        public void Modified(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
        {
        }

        public void Stored(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key, bool isNew)
        {
        }

        public void Missed(StoreScope scope, Namespace space, ReadOnlySpan<byte> key)
        {
        }

        public void Expired(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
        {
        }

        public void Evicted(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
        {
        }

        public bool HearsOfTags => false;

        public void TagsInvalidated(TagInvalidation what)
        {
        }

        public void Invalidated(StoreScope? scope, Namespace space, ReadOnlySpan<byte> key)
        {
        }

        public void Flushed(StoreScope? scope, Namespace space)
        {
        }
    }
}
