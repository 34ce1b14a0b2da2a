using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Rdb;

/// <summary>Values with their type bytes: the string in Redis' form, a plugin's own type in its frame.</summary>
public sealed class RdbValueTests
{
    private readonly StoreFixture _fixture = new();
    private readonly CounterType _counters = new();

    public RdbValueTests() => _fixture.Types.Register(_counters);

    [Fact]
    public void A_value_of_a_plugins_own_type_comes_back()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.Create("a"u8, _counters, new Counter(42));
        byte[] written = Write(keyspace, "a"u8);
        Assert.Equal(RdbType.Custom, written[0]);

        Assert.True(TryRead(keyspace, written, "b"u8));

        Assert.Equal(LookupResult.Found, _counters.TryOpen(keyspace, "b"u8, out _, out Counter? counter));
        Assert.Equal(42, counter!.Value);
    }

    [Fact]
    public void A_string_takes_the_place_of_what_is_there()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("a"u8, "12345"u8);
        keyspace.Create("b"u8, _counters, new Counter(1));

        Assert.True(TryRead(keyspace, Write(keyspace, "a"u8), "b"u8));

        Assert.Equal("12345", StoreFixture.Read(keyspace, "b"));
    }

    [Fact]
    public void Broken_bytes_leave_what_is_there()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("kept"u8, "old"u8);
        keyspace.SetString("a"u8, "a string that is long enough to be compressed, long enough to be compressed"u8);
        keyspace.Create("c"u8, _counters, new Counter(7));
        foreach (byte[] written in (byte[][])[Write(keyspace, "a"u8), Write(keyspace, "c"u8)])
        {
            for (int length = 0; length < written.Length; length++)
                Assert.False(TryRead(keyspace, written[..length], "kept"u8));
        }
        Assert.Equal("old", StoreFixture.Read(keyspace, "kept"));
    }

    [Fact]
    public void A_type_that_nobody_knows_is_refused()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.Create("a"u8, _counters, new Counter(42));
        byte[] written = Write(keyspace, "a"u8);

        Assert.False(TryRead(new StoreFixture().Open(), written, "a"u8, new StoreFixture().Types));
        Assert.False(TryRead(keyspace, [RdbType.List, 0], "b"u8));
        Assert.False(keyspace.Exists("b"u8));
    }

    private static byte[] Write(Keyspace keyspace, ReadOnlySpan<byte> key)
    {
        Assert.True(keyspace.TryFind(key, out Entry entry));
        var writer = new RdbWriter();
        RdbValue.Write(entry, writer);
        return writer.Written.ToArray();
    }

    private bool TryRead(Keyspace keyspace, byte[] bytes, ReadOnlySpan<byte> key, IDataTypes? types = null)
    {
        var reader = new RdbReader(bytes);
        return RdbValue.TryRead(ref reader, types ?? _fixture.Types, keyspace, key, Expiry.None);
    }

    private sealed record Counter(long Value);

    private sealed class CounterType : ObjectDataType<Counter>
    {
        public override string Name => "counter";
        public override int Version => 3;
        public override string EncodingOf(in Entry entry) => "number";
        public override long SizeOf(Counter value) => 24;
        public override Counter Copy(Counter value) => value with { };
        public override void Write(in Entry entry, RdbWriter writer) => writer.Int64(((Counter)entry.Object!).Value);

        public override bool TryRead(
            ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
        {
            Assert.Equal(Version, version);
            if (!reader.TryInt64(out long value))
                return false;
            keyspace.Create(key, this, new Counter(value), expiry);
            return true;
        }

        public override void Digest(in Entry entry, ContentDigest digest) { }
    }
}
