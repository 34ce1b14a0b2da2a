using CacheStorm.Host.Storage.Values;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Numbers of types when plugins come and go.</summary>
public sealed class DataTypeExchangeTests
{
    private sealed class Type(string name) : DataType
    {
        public override string Name => name;
        public override ReadOnlySpan<byte> ReadableRdbTypes => [200];
        public override string EncodingOf(in Entry entry) => "raw";
        public override void Write(in Entry entry, RdbWriter writer) { }
        public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) => false;
        public override void Digest(in Entry entry, ContentDigest digest) { }
    }

    [Fact]
    public void A_name_keeps_its_number_and_the_newest_instance_has_it()
    {
        var types = new DataTypes(new StringType());
        Type first = new("acme"), other = new("other"), second = new("acme");
        types.Register(first);
        types.Register(other);
        types.Register(second);

        Assert.Equal(first.Id, second.Id);
        Assert.Same(second, types[second.Id]);
        Assert.Same(second, types.Find("acme"));
        Assert.True(types.TryFindReader(200, out DataType? reader));
        Assert.Same(second, reader);
    }

    [Fact]
    public void A_type_that_was_taken_away_is_nowhere_and_comes_back_under_its_number()
    {
        var types = new DataTypes(new StringType());
        Type gone = new("acme"), other = new("other");
        types.Register(gone);
        types.Register(other);
        types.Remove(gone);

        Assert.Null(types.Find("acme"));
        Assert.False(types.TryFind("acme"u8, out _));
        Assert.DoesNotContain(gone, types.All);
        Assert.Equal(2, types.All.Count);

        var back = new Type("acme");
        types.Register(back);
        Assert.Equal(gone.Id, back.Id);
        Assert.Same(other, types[other.Id]);
    }
}
