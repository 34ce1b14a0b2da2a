using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Transactions;

/// <summary>Transactions of many clients at once, on several workers: no update is lost, nothing is seen half done.</summary>
public sealed class ContentionTests(ContentionTests.FourWorkers server) : IClassFixture<ContentionTests.FourWorkers>
{
    /// <summary>A server that runs on more threads than the machine may have cores, so that clients meet.</summary>
    public sealed class FourWorkers : IDisposable
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
    public void Transfers_between_accounts_keep_the_sum()
    {
        const int accounts = 10, clients = 8, transfers = 150, start = 1000;
        using RespConnection bank = Fresh();
        for (int i = 0; i < accounts; i++)
            bank.Do("SET", $"account:{i}", $"{start}");

        int again = 0, running = clients;
        Words.AtOnce(clients + 1, thread =>
        {
            using RespConnection client = server.Process.Connect();
            if (thread == clients)
            {
                // Whoever reads all accounts at once never sees money on its way.
                string[] all = [.. Enumerable.Range(0, accounts).Select(i => $"account:{i}")];
                while (Volatile.Read(ref running) > 0)
                    Assert.Equal(accounts * start, client.Ask(["MGET", .. all]).Items.Sum(item => int.Parse(item.Text!)));
                return;
            }
            try
            {
                var random = new Random(thread);
                for (int done = 0; done < transfers;)
                {
                    string from = $"account:{random.Next(accounts)}", to = $"account:{random.Next(accounts)}";
                    if (from == to)
                        continue;
                    client.Do("WATCH", from, to);
                    int left = int.Parse(client.Do("GET", from)), got = int.Parse(client.Do("GET", to));
                    int amount = random.Next(1, 50);
                    client.Do("MULTI");
                    client.Do("SET", from, $"{left - amount}");
                    client.Do("SET", to, $"{got + amount}");
                    if (client.Ask("EXEC").IsNull)
                        Interlocked.Increment(ref again);
                    else
                        done++;
                }
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });

        Assert.Equal(accounts * start, Enumerable.Range(0, accounts).Sum(i => int.Parse(bank.Do("GET", $"account:{i}"))));
        Assert.True(again > 0, "nobody ever met another: the test tests nothing");
    }

    [Fact]
    public void Counter_under_watch_loses_nothing()
    {
        const int clients = 6, rounds = 100;
        using RespConnection reader = Fresh();
        Words.AtOnce(clients, _ =>
        {
            using RespConnection client = server.Process.Connect();
            for (int done = 0; done < rounds;)
            {
                client.Do("WATCH", "counter");
                string value = client.Do("GET", "counter");
                client.Do("MULTI");
                client.Do("SET", "counter", $"{(value == "nil" ? 0 : int.Parse(value)) + 1}");
                if (!client.Ask("EXEC").IsNull)
                    done++;
            }
        });
        Assert.Equal($"{clients * rounds}", reader.Do("GET", "counter"));
    }

    [Fact]
    public void Exec_over_many_shards_is_seen_whole_or_not_at_all()
    {
        const int writers = 3, readers = 3, rounds = 200;
        Fresh().Dispose();
        string[] keys = [.. Enumerable.Range(0, 40).Select(i => $"part:{i}")];
        int running = writers;
        Words.AtOnce(writers + readers, thread =>
        {
            using RespConnection client = server.Process.Connect();
            if (thread < writers)
            {
                try
                {
                    for (int i = 0; i < rounds; i++)
                    {
                        client.Do("MULTI");
                        foreach (string key in keys)
                            client.Issue("SET", key, $"{thread}-{i}");
                        foreach (string _ in keys)
                            Assert.Equal("QUEUED", client.Next());
                        Assert.Equal(keys.Length, client.Ask("EXEC").Items.Count);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
                return;
            }
            while (Volatile.Read(ref running) > 0)
            {
                if (thread % 2 == 0)
                {
                    Assert.Single(client.Ask(["MGET", .. keys]).Items.Select(item => item.Text).Distinct());
                    continue;
                }
                client.Do("MULTI");
                foreach (string key in keys)
                    client.Do("GET", key);
                Assert.Single(client.Ask("EXEC").Items.Select(item => item.Text).Distinct());
            }
        });
    }

    [Fact]
    public void Exclusive_and_ordinary_transactions_mix()
    {
        const int clients = 6, rounds = 60;
        using RespConnection reader = Fresh();
        Words.AtOnce(clients, thread =>
        {
            using RespConnection client = server.Process.Connect();
            for (int i = 0; i < rounds; i++)
            {
                client.Do("WATCH", $"never:{thread}");
                client.Do("MULTI");
                client.Do("INCR", "all");
                if (i % 3 == thread % 3)
                {
                    client.Do("SELECT", "1");
                    client.Do("INCR", "elsewhere");
                    client.Do("SELECT", "0");
                    client.Do("DBSIZE");
                }
                client.Do("INCR", $"own:{thread}");
                Assert.Contains($"{i + 1}", client.Ask("EXEC").Items.Select(item => item.Text));
            }
        });
        Assert.Equal($"{clients * rounds}", reader.Do("GET", "all"));
        reader.Do("SELECT", "1");
        Assert.Equal($"{clients * rounds / 3}", reader.Do("GET", "elsewhere"));
    }

    [Fact]
    public void Watch_sees_expiry_beside_the_traffic()
    {
        using RespConnection client = Fresh();
        client.Do("SET", "short", "1", "PX", "40");
        client.Do("WATCH", "short");
        using RespConnection other = server.Process.Connect();
        Eventually.True(() => other.Do("DBSIZE") == "0", "the key was collected");
        Assert.Contains("flags=d ", client.Do("CLIENT", "INFO"), StringComparison.Ordinal);
        client.Do("MULTI");
        client.Do("PING");
        Assert.True(client.Ask("EXEC").IsNull);
    }

    [Fact]
    public void Watch_sees_that_a_namespace_is_deleted()
    {
        using RespConnection client = Fresh();
        using RespConnection other = server.Process.Connect();
        other.Do("NSCREATE", "short-lived");
        client.Do("NAMESPACE", "short-lived");
        client.Do("SET", "a", "1");
        client.Do("WATCH", "a");
        other.Do("NSDEL", "short-lived");
        client.Do("MULTI");
        client.Do("PING");
        Assert.True(client.Ask("EXEC").IsNull);
    }

    [Fact]
    public void Clients_that_leave_while_they_watch_leave_nothing()
    {
        using RespConnection observer = Fresh();
        for (int i = 0; i < 200; i++)
        {
            using RespConnection client = server.Process.Connect();
            client.Do("WATCH", "a", $"b:{i}");
            client.Do("MULTI");
            client.Do("SET", "a", "lost");
        }
        Eventually.True(() => observer.Do("CLIENT", "LIST").Count(letter => letter == '\n') <= 1, "all have left");
        observer.Do("SET", "a", "1");
        observer.Do("MULTI");
        observer.Do("GET", "a");
        Assert.Equal("1", observer.Do("EXEC"));
    }

    private RespConnection Fresh()
    {
        RespConnection connection = server.Process.Connect();
        Assert.Equal("OK", connection.Do("FLUSHALL"));
        return connection;
    }
}
