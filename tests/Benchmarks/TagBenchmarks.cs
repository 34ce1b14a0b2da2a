using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Benchmarks;

/// <summary>What tags cost in the store: counting, storing with the same tags and with others, reading beside dead lists, invalidating.</summary>
[MemoryDiagnoser]
public class TagBenchmarks
{
    private const int Keys = 100_000;
    private const int Tags = 1_000;

    private readonly byte[] _value = new byte[32];
    private byte[][] _keys = [];
    private byte[][] _names = [];
    private ArgumentList[] _tags = [];
    private int _next;
    private Store _store = null!;
    private StoreKeyspace _keyspace = null!;

    [GlobalSetup]
    public void Fill()
    {
        _store = new Store(16, new DataTypes(new StringType()), new StoreBenchmarks.NothingGoes(), new StoreBenchmarks.NobodyListens(), TimeProvider.System);
        StoreScope scope = new(new CommandContext(null!));
        scope.Begin(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), ShardMask.All);
        _keyspace = new StoreKeyspace(_store, _store.Space(0)!, scope);
        _keys = [.. Enumerable.Range(0, Keys).Select(static i => Encoding.UTF8.GetBytes(i.ToString("D12", CultureInfo.InvariantCulture)))];
        _names = [.. Enumerable.Range(0, Tags).Select(static i => Encoding.UTF8.GetBytes($"tag:{i}"))];
        _tags = [.. _names.Select(static name => ArgumentList.Of(name))];
        for (int i = 0; i < Keys; i++)
            _keyspace.SetString(_keys[i], _value, default, TagsOf(i));
    }

    [Benchmark]
    public long TagCount() => _keyspace.Tags.CountOf(_names[_next++ & 511]);

    [Benchmark]
    public int GetTagged()
    {
        _keyspace.GetString(_keys[_next++ & 1023], out ReadOnlySpan<byte> value);
        return value.Length;
    }

    [Benchmark]
    public void SetWithTheSameTags()
    {
        int key = _next++ & 1023;
        _keyspace.SetString(_keys[key], _value, default, TagsOf(key));
    }

    [Benchmark]
    public void SetWithOtherTags() => _keyspace.SetString(_keys[_next & 1023], _value, default, TagsOf(_next++ >> 10));

    [Benchmark]
    public void SetInvalidateAndTakeBack()
    {
        _keyspace.SetString("passing by"u8, _value, default, TagNames.Of(s_passing, 0, 1));
        _keyspace.Tags.Invalidate(TagNames.Of(s_passing, 0, 1), default);
        _store.Space(0)!.Set.Tags!.WorkOffOne(null);
    }

    private static readonly ArgumentList s_passing = ArgumentList.Of("passing by"u8.ToArray());

    private TagNames TagsOf(int number) => TagNames.Of(_tags[(uint)number % Tags], 0, 1);
}
