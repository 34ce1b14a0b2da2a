using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>Many connections on the same keys: nothing is lost, nothing is seen half done.</summary>
public sealed class ConcurrencyTests(OurServer server) : IClassFixture<OurServer>
{
    [SkippableFact]
    public void Fifty_connections_incrementing_a_thousand_times_give_fifty_thousand()
    {
        Fresh();
        OnThreads(50, (connection, _) =>
        {
            for (int i = 0; i < 1000; i++)
                connection.Call("INCR", "counter");
        });
        using RespConnection reader = server.Process.Connect();
        Assert.Equal("50000", reader.Ask("GET", "counter").Text);
    }

    [SkippableFact]
    public void Pipelines_on_one_key_give_every_number_once()
    {
        Fresh();
        const int connections = 8, batches = 50, depth = 64;
        var seen = new HashSet<long>();
        OnThreads(connections, (connection, _) =>
        {
            string batch = string.Concat(Enumerable.Repeat("*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n", depth));
            for (int i = 0; i < batches; i++)
            {
                connection.Send(batch);
                long previous = 0;
                for (int j = 0; j < depth; j++)
                {
                    long value = RespValue.Parse(connection.ReadReply()).Integer;
                    Assert.True(value > previous, "replies of a pipeline come in order");
                    previous = value;
                    lock (seen)
                        Assert.True(seen.Add(value), $"{value} was given twice");
                }
            }
        });
        Assert.Equal(connections * batches * depth, seen.Count);
    }

    [SkippableFact]
    public void Mset_is_seen_whole_or_not_at_all()
    {
        Fresh();
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"part:{i}")];
        int running = 4;
        OnThreads(8, (connection, thread) =>
        {
            if (thread < 4)
            {
                try
                {
                    for (int i = 0; i < 500; i++)
                        connection.Call(["MSET", .. keys.SelectMany(key => (string[])[key, $"{thread}-{i}"])]);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
                return;
            }
            while (Volatile.Read(ref running) > 0)
                Assert.Single(connection.Ask(["MGET", .. keys]).Items.Select(item => item.Text).Distinct());
        });
    }

    [SkippableFact]
    public void Whole_keyspace_commands_run_among_traffic()
    {
        Fresh();
        OnThreads(6, (connection, thread) =>
        {
            for (int i = 0; i < 400; i++)
            {
                RespValue reply = thread == 0
                    ? connection.Ask(i % 2 == 0 ? "FLUSHALL" : "DBSIZE")
                    : connection.Ask("SET", $"key:{thread}:{i}", "v");
                Assert.False(reply.IsError, reply.ToString());
            }
        });
        using RespConnection last = server.Process.Connect();
        last.Call("FLUSHALL");
        Assert.Equal(0, last.Ask("DBSIZE").Integer);
        Assert.Equal("0", last.Ask("SCAN", "0").Items[0].Text);
    }

    [SkippableFact]
    public void Scan_gives_every_key_that_was_there_all_the_time()
    {
        Fresh();
        using (RespConnection writer = server.Process.Connect())
        {
            for (int i = 0; i < 3000; i++)
                writer.Call("SET", $"stays:{i}", "v");
        }

        bool scanned = false;
        OnThreads(3, (connection, thread) =>
        {
            if (thread > 0)
            {
                for (int i = 0; !Volatile.Read(ref scanned); i++)
                {
                    connection.Call("SET", $"comes-and-goes:{thread}:{i}", "v");
                    connection.Call("DEL", $"comes-and-goes:{thread}:{i - 100}");
                }
                return;
            }
            try
            {
                Assert.Equal(3000, ScanAll(connection, "stays:*").Count);
            }
            finally
            {
                Volatile.Write(ref scanned, true);
            }
        });
    }

    private static HashSet<string> ScanAll(RespConnection connection, string pattern)
    {
        HashSet<string> found = [];
        string cursor = "0";
        do
        {
            RespValue reply = connection.Ask("SCAN", cursor, "COUNT", "37", "MATCH", pattern);
            cursor = reply.Items[0].Text!;
            found.UnionWith(reply.Items[1].Items.Select(item => item.Text!));
        }
        while (cursor != "0");
        return found;
    }

    private void OnThreads(int count, Action<RespConnection, int> work)
    {
        var failures = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                using RespConnection connection = server.Process.Connect();
                work(connection, number);
            }
            catch (Exception error)
            {
                lock (failures)
                    failures.Add(error);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(120)), $"a connection hangs\n{server.Process.Said}");
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private void Fresh()
    {
        using RespConnection connection = server.Process.Connect();
        Assert.False(connection.Ask("FLUSHALL").IsError);
    }
}
