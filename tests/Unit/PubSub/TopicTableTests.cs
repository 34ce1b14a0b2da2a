using System.Text;
using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.PubSub;

public sealed class TopicTableTests
{
    [Fact]
    public void A_channel_is_there_while_somebody_subscribes()
    {
        var table = new TopicTable();
        var one = new Subscription(new FakeSession(1));
        var two = new Subscription(new FakeSession(2));
        Assert.True(table.IsEmpty);
        table.Join("a"u8.ToArray(), one);
        table.Join("a"u8.ToArray(), two);
        Assert.True(table.TryFind("a"u8, out Topic? topic));
        Assert.Equal(2, topic.Count);
        table.Leave(one);
        Assert.Equal(1, topic.Count);
        table.Leave(two);
        Assert.False(table.TryFind("a"u8, out _));
        Assert.Equal(0, table.Count);
        Assert.True(table.IsEmpty);
        Assert.False(topic.TryAdd(new Subscription(new FakeSession(3))));
    }

    [Fact]
    public void Messages_go_to_all_in_the_order_in_which_they_came()
    {
        var table = new TopicTable();
        FakeSession[] clients = [.. Enumerable.Range(0, 5).Select(id => new FakeSession(id))];
        Subscription[] subscriptions = [.. clients.Select(client => new Subscription(client))];
        foreach (Subscription subscription in subscriptions)
            table.Join("a"u8.ToArray(), subscription);
        Assert.True(table.TryFind("a"u8, out Topic? topic));
        Assert.Equal(5, topic.Deliver("1"u8.ToArray()));
        table.Leave(subscriptions[2]);
        table.Leave(subscriptions[0]);
        table.Leave(subscriptions[4]);
        Assert.Equal(2, topic.Deliver("2"u8.ToArray()));
        Assert.Equal([1, 2, 1, 2, 1], clients.Select(client => client.Pushed.Count));
    }

    /// <summary>The last one leaves while another comes: nobody is ever left in a channel that can't be found.</summary>
    [Fact]
    public void Coming_and_going_at_once_loses_nobody()
    {
        var table = new TopicTable();
        var threads = new List<Thread>();
        int lost = 0;
        for (int number = 0; number < 4; number++)
        {
            int id = number;
            threads.Add(new Thread(() =>
            {
                var client = new FakeSession(id);
                for (int i = 0; i < 20_000; i++)
                {
                    var subscription = new Subscription(client);
                    table.Join("a"u8.ToArray(), subscription);
                    if (!table.TryFind("a"u8, out Topic? topic) || topic != subscription.Topic)
                        Interlocked.Increment(ref lost);
                    table.Leave(subscription);
                }
            }));
        }
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(0, lost);
        Assert.Equal(0, table.Count);
        Assert.True(table.IsEmpty);
    }

    [Fact]
    public void A_frame_is_shared_by_all_receivers_and_has_just_its_length()
    {
        byte[] channel = Encoding.ASCII.GetBytes(new string('c', 100));
        byte[] frame = MessageFrame.Of(MessageFrame.ChannelHead, channel, "hello"u8);
        Assert.Equal($">3\r\n$7\r\nmessage\r\n$100\r\n{new string('c', 100)}\r\n$5\r\nhello\r\n", Encoding.ASCII.GetString(frame));
        Assert.Equal(">4\r\n$8\r\npmessage\r\n$2\r\na*\r\n$0\r\n\r\n$10\r\n0123456789\r\n",
            Encoding.ASCII.GetString(MessageFrame.OfPattern("a*"u8, ""u8, "0123456789"u8)));
        Assert.Equal(">3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$1\r\nb\r\n", Encoding.ASCII.GetString(MessageFrame.Of(MessageFrame.ShardHead, "a"u8, "b"u8)));
    }

    [Fact]
    public void Publishing_allocates_the_frame_only()
    {
        var tables = new ChannelTables();
        var publisher = new Publisher(tables);
        tables.Channels.Join("a"u8.ToArray(), new Subscription(new MuteSession()));
        tables.Patterns.Join("x*"u8.ToArray(), new Subscription(new MuteSession()));
        for (int i = 0; i < 1000; i++)
            publisher.Publish("a"u8, "hello"u8);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            publisher.Publish("nobody"u8, "hello"u8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            publisher.Publish("a"u8, "hello"u8);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= 1000 * 72);
    }
}
