using CacheStorm.Host.Storage;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>A sorted set of one member in place of whatever is there.</summary>
public sealed class ReplaceTests
{
    [Fact]
    public void Takes_the_place_of_any_type_and_its_expiry()
    {
        SortedSetFixture fixture = new();
        fixture.Keyspace.SetString("z"u8, "text"u8, Expiry.At(fixture.Store.Clock.Now + 1000));

        fixture.Type.Replace(fixture.Keyspace, "z"u8, "a"u8, 1.5);

        Assert.True(fixture.Open().TryScore("a"u8, out double score));
        Assert.Equal(1.5, score);
        Assert.True(fixture.Keyspace.TryFind("z"u8, out Entry entry));
        Assert.Equal(-1, entry.ExpireAt);
    }

    [Fact]
    public void Takes_the_place_of_a_large_one_whose_blocks_go()
    {
        SortedSetFixture fixture = new(SortedSetFixture.SmallNodes);
        fixture.Type.Replace(fixture.Keyspace, "z"u8, "a"u8, 1);
        long one = fixture.Store.Store.ExactBytes();
        for (int i = 0; i < 500; i++)
            fixture.Type.Set(fixture.Keyspace, "z"u8, StoreFixture.Key(i), i);

        fixture.Type.Replace(fixture.Keyspace, "z"u8, "b"u8, 2);

        Assert.Equal(1, fixture.Open().Count);
        Assert.Equal("listpack", fixture.Encoding());
        Assert.Equal(one, fixture.Store.Store.ExactBytes());
    }

    [Fact]
    public void Only_a_key_that_was_not_there_is_new()
    {
        SortedSetFixture fixture = new();
        fixture.Store.Store.Interests = StoreInterests.Stored;

        fixture.Type.Replace(fixture.Keyspace, "z"u8, "a"u8, 1);
        fixture.Type.Replace(fixture.Keyspace, "z"u8, "b"u8, 2);

        Assert.Equal(["new z", "stored z"], fixture.Store.Events.Names);
    }
}
