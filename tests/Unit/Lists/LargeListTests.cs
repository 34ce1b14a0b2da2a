using CacheStorm.Plugins.Lists;
using CacheStorm.Plugins.Lists.Data;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Lists;

/// <summary>Lists of many nodes: what they cost, how they grow, that nothing is left behind.</summary>
public sealed class LargeListTests
{
    [Theory]
    [InlineData(ListEnd.Head)]
    [InlineData(ListEnd.Tail)]
    public void A_million_small_elements_cost_little_more_than_their_bytes(ListEnd end)
    {
        const int count = 1_000_000;
        ListFixture fixture = new();
        for (int i = 0; i < count; i++)
            fixture.Push("l", end, "xxx"u8.ToArray());
        Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));

        // redis-server 7.0 needs 5.04 bytes for each of these.
        Assert.InRange((double)fixture.Keyspace.MemoryUsage(entry) / count, 5, 5.03);

        for (int left = count; left > 0;)
        {
            int dropped = Math.Min(left, 777);
            fixture.Open("l").Drop(left % 2 == 0 ? ListEnd.Head : ListEnd.Tail, dropped);
            left -= dropped;
        }

        Assert.Equal(0, fixture.UsedBytes);
        Assert.False(fixture.Keyspace.Exists("l"u8));
    }

    [Fact]
    public void Every_element_is_found_by_its_index_in_many_nodes()
    {
        const int count = 20_000;
        ListFixture fixture = new(maxListpackSize: 4, nodeBytes: 100);
        for (int i = 0; i < count; i++)
            fixture.Push("l", ListEnd.Tail, ListFixture.Text(i));
        Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));
        var cursor = new ListCursor(entry);
        for (int i = 0; i < count; i++)
        {
            cursor.Seek(i);
            Assert.True(cursor.Next(out PackedElement element));
            Assert.Equal(i, element.Number);
        }
    }

    [Fact]
    public void A_queue_keeps_its_size()
    {
        ListFixture fixture = new();
        for (int i = 0; i < 30_000; i++)
            fixture.Push("l", ListEnd.Head, ListFixture.Text(i));
        long before = fixture.UsedBytes;
        long most = 0;
        for (int i = 0; i < 300_000; i++)
        {
            fixture.Push("l", ListEnd.Head, ListFixture.Text(i % 30_000));
            fixture.Open("l").Drop(ListEnd.Tail, 1);
            most = Math.Max(most, fixture.UsedBytes);
        }

        Assert.InRange(most, before / 2, before + 2 * ListSettings.DefaultNodeBytes + 4096);
        Assert.Equal(30_000, fixture.Open("l").Count);
    }

    [Fact]
    public void Pushing_at_both_ends_in_turn_does_not_move_all_each_time()
    {
        ListFixture fixture = new();
        for (int i = 0; i < 50_000; i++)
            fixture.Push("l", (i & 1) == 0 ? ListEnd.Head : ListEnd.Tail, ListFixture.Text(i));
        Assert.Equal(50_000, fixture.Open("l").Count);
        Assert.True(fixture.Open("l").Peek(ListEnd.Tail).Is("49999"u8));
        Assert.True(fixture.Open("l").Peek(ListEnd.Head).Is("49998"u8));
    }

    [Fact]
    public void Insertions_in_the_middle_leave_nodes_well_filled()
    {
        ListFixture fixture = new(nodeBytes: 1024);
        for (int i = 0; i < 5_000; i++)
            fixture.Push("l", ListEnd.Tail, "element"u8.ToArray());
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            ListValue list = fixture.Open("l");
            ListCursor cursor = list.Read();
            cursor.Seek(random.NextInt64(cursor.Count));
            list.Insert(cursor.Position, behind: false, "element"u8);
        }

        // An entry has nine bytes.
        Assert.InRange((double)fixture.UsedBytes / 25_000, 9, 15);

        // Taken out again by halves, the nodes are joined.
        for (int i = 0; i < 12_000; i++)
        {
            ListValue list = fixture.Open("l");
            ListCursor cursor = list.Read();
            cursor.Seek(random.NextInt64(cursor.Count));
            list.Replace(cursor.Position, "x"u8);
        }

        fixture.Open("l").Remove(ListEnd.Tail, long.MaxValue, new ElementMatch("x"u8), out _);
        long count = fixture.Open("l").Count;
        Assert.InRange((double)fixture.UsedBytes / count, 9, 22);
        fixture.Open("l").Remove(ListEnd.Head, long.MaxValue, new ElementMatch("element"u8), out bool isGone);
        Assert.True(isGone);
        Assert.Equal(0, fixture.UsedBytes);
    }

    [Fact]
    public void A_list_that_shrinks_is_packed_again()
    {
        ListFixture fixture = new();
        for (int i = 0; i < 10_000; i++)
            fixture.Push("l", ListEnd.Tail, ListFixture.Text(i));
        Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));
        Assert.Equal((byte)ListLayout.Large, entry.Encoding);
        fixture.Open("l").Drop(ListEnd.Head, 9_900);
        Assert.True(fixture.Keyspace.TryFind("l"u8, out entry));
        Assert.Equal((byte)ListLayout.Packed, entry.Encoding);
        Assert.InRange(fixture.Keyspace.MemoryUsage(entry), 400, 700);
        Assert.Equal([.. Enumerable.Range(9_900, 100).Select(i => ListFixture.Text(i))], fixture.Read("l"));
    }

    [Fact]
    public void Small_lists_cost_little()
    {
        ListFixture fixture = new(maxListpackSize: 4);
        for (int i = 0; i < 100; i++)
            fixture.Push("l", ListEnd.Tail, "element"u8.ToArray());
        Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));
        Assert.Equal((byte)ListLayout.Large, entry.Encoding);

        // A node's block doubles as it grows.
        Assert.InRange(fixture.Keyspace.MemoryUsage(entry), 900, 2_000);
    }

    [Fact]
    public void Elements_larger_than_a_node_come_and_go()
    {
        ListFixture fixture = new(nodeBytes: 1000);
        byte[] giant = new byte[3_000_000];
        giant.AsSpan().Fill((byte)'g');
        for (int i = 0; i < 5; i++)
        {
            fixture.Push("l", ListEnd.Head, giant);
            fixture.Push("l", ListEnd.Tail, "small"u8.ToArray());
        }

        ListValue list = fixture.Open("l");
        ListCursor cursor = list.Read();
        cursor.Seek(2);
        list.Replace(cursor.Position, "now small"u8);
        list = fixture.Open("l");
        cursor = list.Read();
        cursor.Seek(7);
        list.Replace(cursor.Position, giant);
        Assert.Equal([giant.Length, giant.Length, 9, giant.Length, giant.Length, 5, 5, giant.Length, 5, 5], fixture.Read("l").Select(element => element.Length));
        Assert.InRange(fixture.UsedBytes, 15_000_000, 15_010_000);
        fixture.Open("l").Drop(ListEnd.Head, 8);
        Assert.InRange(fixture.UsedBytes, 0, 3_000);
    }
}
