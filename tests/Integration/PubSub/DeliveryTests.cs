using System.Globalization;
using System.Text;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.PubSub;

/// <summary>Under load nothing is lost, nothing comes twice, and what one client publishes stays in order.</summary>
public sealed class DeliveryTests(DeliveryTests.Server server) : IClassFixture<DeliveryTests.Server>
{
    private const int Publishers = 3;
    private const int Messages = 4000;

    /// <summary>Several I/O workers, so that publishers and subscribers meet from different threads.</summary>
    public sealed class Server : IDisposable
    {
        // Several threads may be the first to ask.
        private readonly Lazy<ServerProcess> _process = new(static () => ServerProcess.StartOurs("--io-threads", "4"));

        internal ServerProcess Process => _process.Value;

        public void Dispose()
        {
            if (_process.IsValueCreated)
                _process.Value.Dispose();
        }
    }

    [Fact]
    public void Every_subscriber_gets_every_message_once_and_all_see_the_same_order()
    {
        using var counter = new Barrier(Publishers + 4);
        var seen = new List<string>[4];
        Words.AtOnce(Publishers + 4, number =>
        {
            using RespConnection client = server.Process.Connect();
            if (number < Publishers)
            {
                counter.SignalAndWait();
                Publish(client, "load", number);
                return;
            }
            int subscriber = number - Publishers;
            if (subscriber % 2 == 1)
                client.Do("HELLO", "3");
            client.Do(subscriber < 2 ? "SUBSCRIBE" : "PSUBSCRIBE", subscriber < 2 ? "load" : "lo*");
            counter.SignalAndWait();
            var messages = new List<string>();
            while (messages.Count < Publishers * Messages)
                messages.Add(client.Read().Items[^1].Text!);
            client.Do("PING");
            Assert.False(client.HasUnreadBytes);
            seen[subscriber] = messages;
        });

        foreach (List<string> messages in seen)
            AssertInOrder(messages);
        // Within a channel, and within a pattern, there is one order for all.
        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(seen[2], seen[3]);
    }

    [Fact]
    public void Messages_are_not_taken_back_with_a_reply()
    {
        using RespConnection client = server.Process.Connect();
        client.Do("HELLO", "3");
        client.Do("CONFIG", "SET", "notify-keyspace-events", "E$");
        client.Do("PSUBSCRIBE", "__keyevent*");
        client.Send("SET held v\r\nCLIENT REPLY OFF\r\nSET held w\r\nPING\r\nCLIENT REPLY ON\r\nCLIENT REPLY SKIP\r\nSET held x\r\nPING\r\n");
        string[] expected = ["OK", "set held", "set held", "OK", "set held", "PONG"];
        string[] got = [.. expected.Select(_ => client.Read()).Select(frame => frame.IsAggregate ? "set held" : frame.Text!)];
        Assert.Equal(expected.Order(StringComparer.Ordinal), got.Order(StringComparer.Ordinal));
        client.Do("CONFIG", "SET", "notify-keyspace-events", "");
        client.Do("PUNSUBSCRIBE");
    }

    [Fact]
    public void Clients_come_and_go_while_messages_flow()
    {
        const int clients = 4;
        int gone = 0;
        Words.AtOnce(clients + 1, number =>
        {
            if (number == 0)
            {
                using RespConnection publisher = server.Process.Connect();
                for (int i = 0; Volatile.Read(ref gone) < clients; i++)
                    Publish(publisher, "churn", i, 50);
                return;
            }
            try
            {
                var random = new Random(number);
                for (int round = 0; round < 150; round++)
                    ComeAndGo(random);
            }
            finally
            {
                Interlocked.Increment(ref gone);
            }
        });
        AssertNobodyIsLeft();
    }

    [Fact]
    public void Ten_thousand_subscribers_of_one_channel()
    {
        const int subscribers = 10_000;
        using RespConnection publisher = server.Process.Connect();
        publisher.Do("CONFIG", "SET", "maxclients", "12000");
        var clients = new List<RespConnection>(subscribers);
        try
        {
            byte[] subscribe = Encoding.ASCII.GetBytes("SUBSCRIBE many\r\n");
            for (int i = 0; i < subscribers; i++)
            {
                RespConnection client = server.Process.Connect();
                clients.Add(client);
                client.Send(subscribe);
            }
            foreach (RespConnection client in clients)
                Assert.Equal("subscribe many 1", client.Next());
            Assert.Equal($"{subscribers}", publisher.Do("PUBLISH", "many", "one"));
            Assert.Equal($"{subscribers}", publisher.Do("PUBLISH", "many", "two"));
            Assert.Equal($"many {subscribers}", publisher.Do("PUBSUB", "NUMSUB", "many"));
            foreach (RespConnection client in clients)
            {
                Assert.Equal("message many one", client.Next());
                Assert.Equal("message many two", client.Next());
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
        AssertNobodyIsLeft();
    }

    private void ComeAndGo(Random random)
    {
        using RespConnection client = server.Process.Connect();
        client.Do("SUBSCRIBE", "churn");
        client.Issue("PSUBSCRIBE", "chu*");
        for (int i = random.Next(20); i > 0; i--)
            client.ReadReply();
        if (random.Next(2) == 0)
            return; // without a word
        client.Issue("UNSUBSCRIBE", "churn");
        client.Issue("PUNSUBSCRIBE", "chu*");
        client.Issue("PING");
        bool left = false;
        while (client.Next() is var line && line != "PONG")
        {
            Assert.False(left && line.StartsWith("message", StringComparison.Ordinal), "a message came behind the reply to UNSUBSCRIBE");
            left |= line.StartsWith("unsubscribe", StringComparison.Ordinal);
        }
    }

    private static void Publish(RespConnection client, string channel, int publisher, int count = Messages)
    {
        var batch = new StringBuilder();
        for (int i = 0; i < count;)
        {
            int replies = 0;
            for (; replies < 50 && i < count; replies++, i++)
                batch.Append(CultureInfo.InvariantCulture, $"PUBLISH {channel} {publisher}:{i}\r\n");
            client.Send(batch.ToString());
            batch.Clear();
            for (; replies > 0; replies--)
                client.ReadReply();
        }
    }

    private static void AssertInOrder(List<string> messages)
    {
        var next = new int[Publishers];
        foreach (string message in messages)
        {
            string[] parts = message.Split(':');
            int publisher = int.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert.Equal(next[publisher]++, int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        Assert.All(next, count => Assert.Equal(Messages, count));
    }

    private void AssertNobodyIsLeft()
    {
        using RespConnection observer = server.Process.Connect();
        Eventually.True(() => observer.Do("PUBSUB", "CHANNELS").Length == 0 && observer.Do("PUBSUB", "NUMPAT") == "0", "nobody subscribes any more");
        Assert.Contains("pubsub_channels:0\r\npubsub_patterns:0\r\n", observer.Do("INFO", "stats"), StringComparison.Ordinal);
    }
}
