using System.Text;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Lists;

/// <summary>A list of one element in place of whatever is there.</summary>
public sealed class ReplaceTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("17")]
    [InlineData("")]
    public void Takes_the_place_of_any_type_and_its_expiry(string element)
    {
        ListFixture fixture = new();
        fixture.Keyspace.SetString("l"u8, "text"u8, Expiry.At(fixture.Store.Clock.Now + 1000));
        byte[] bytes = Encoding.UTF8.GetBytes(element);

        fixture.Type.Replace(fixture.Keyspace, "l"u8, bytes);

        Assert.Equal([bytes], fixture.Read("l"));
        Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));
        Assert.Equal(-1, entry.ExpireAt);
    }

    [Fact]
    public void Takes_the_place_of_a_large_list_whose_blocks_go()
    {
        ListFixture fixture = new(maxListpackSize: 4, nodeBytes: 1000);
        fixture.Type.Replace(fixture.Keyspace, "l"u8, "a"u8);
        long one = fixture.UsedBytes;
        for (int i = 0; i < 500; i++)
            fixture.Push("l", ListEnd.Tail, ListFixture.Text(i));

        fixture.Type.Replace(fixture.Keyspace, "l"u8, "b"u8);

        Assert.Equal([StoreFixture.Bytes("b")], fixture.Read("l"));
        Assert.Equal(one, fixture.UsedBytes);
    }

    [Fact]
    public void Only_a_key_that_was_not_there_is_new()
    {
        ListFixture fixture = new();
        fixture.Store.Store.Interests = Host.Storage.StoreInterests.Stored;

        fixture.Type.Replace(fixture.Keyspace, "l"u8, "a"u8);
        fixture.Type.Replace(fixture.Keyspace, "l"u8, "b"u8);

        Assert.Equal(["new l", "stored l"], fixture.Store.Events.Names);
    }
}
