using System.Collections.Concurrent;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>No wake-up is lost when producers and consumers meet at all moments.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class ParkingLoadTests(ProbeServer server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_element_arrives_exactly_once(int keys)
    {
        const int producers = 4, consumers = 6, each = 300;
        string[] names = [.. Enumerable.Range(0, keys).Select(i => $"load{keys}:{i}")];
        var seen = new ConcurrentBag<string>();
        int left = producers * each;

        Words.AtOnce(producers + consumers, number =>
        {
            using RespConnection client = server.Connect();
            if (number < producers)
            {
                for (int i = 0; i < each; i++)
                    client.Do("PROBE.PUSH", names[(number + i) % keys], $"{number}-{i}");
                return;
            }
            // Each consumer names the keys in another order, so that their shards are asked for crosswise.
            string[] order = [.. names.Skip(number % keys), .. names.Take(number % keys)];
            while (Volatile.Read(ref left) > 0)
            {
                string reply = client.Do(["PROBE.POP", .. order, "300"]);
                if (reply == "nil")
                    continue;
                seen.Add(reply.Split(' ')[1]);
                Interlocked.Decrement(ref left);
            }
        });

        string[] expected = [.. Enumerable.Range(0, producers).SelectMany(p => Enumerable.Range(0, each).Select(i => $"{p}-{i}")).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, seen.Order(StringComparer.Ordinal));
        server.AwaitParked(0);
    }

    [Fact]
    public void Consumers_that_come_and_go_never_strand_a_waiting_one()
    {
        // One hand-over at a time: a lost wake-up shows as a consumer that runs into its time-out although its element is there.
        const int pairs = 4, rounds = 150;
        Words.AtOnce(pairs * 2, number =>
        {
            using RespConnection client = server.Connect();
            int pair = number / 2;
            for (int i = 0; i < rounds; i++)
            {
                if (number % 2 == 0)
                {
                    Assert.Equal($"ping:{pair} {i}", client.Do("PROBE.POP", $"ping:{pair}", "8000"));
                    client.Do("PROBE.PUSH", $"pong:{pair}", $"{i}");
                }
                else
                {
                    client.Do("PROBE.PUSH", $"ping:{pair}", $"{i}");
                    Assert.Equal($"pong:{pair} {i}", client.Do("PROBE.POP", $"pong:{pair}", "8000"));
                }
            }
        });
    }

    [Fact]
    public void Time_outs_and_unblocks_amid_pushes_lose_nothing()
    {
        const int consumers = 4, each = 200;
        int taken = 0;
        bool done = false;
        Words.AtOnce(consumers + 2, number =>
        {
            using RespConnection client = server.Connect();
            if (number < consumers)
            {
                while (!Volatile.Read(ref done))
                {
                    if (client.Do("PROBE.POP", "amid", "1") != "nil")
                        Interlocked.Increment(ref taken);
                }
            }
            else if (number == consumers)
            {
                for (int i = 0; i < each; i++)
                    client.Do("PROBE.PUSH", "amid", $"{i}");
                Eventually.True(() => client.Do("EXISTS", "amid") == "0" && Volatile.Read(ref taken) == each, "all are taken");
                Volatile.Write(ref done, true);
            }
            else
            {
                while (!Volatile.Read(ref done))
                {
                    foreach (string line in client.Ask("CLIENT", "LIST").Text!.Split('\n'))
                    {
                        if (line.StartsWith("id=", StringComparison.Ordinal))
                            client.Do("PROBE.UNBLOCK", line[3..line.IndexOf(' ', StringComparison.Ordinal)], "TIMEOUT");
                    }
                }
            }
        });
        Assert.Equal(each, taken);
        server.AwaitParked(0);
    }
}
