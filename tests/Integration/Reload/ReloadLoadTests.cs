using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>
/// Reloads in a row while clients send pipelines of commands of the plugins that are exchanged: every reply is checked, no connection may end, no old
/// build may stay in memory, and memory must stay flat. CACHESTORM_RELOADS says how many (reload.sh: 1,000).
/// </summary>
public sealed class ReloadLoadTests
{
    private const int Clients = 4;
    private const int Pipeline = 40;
    private const int WarmUp = 15;

    private static readonly int s_reloads =
        int.Parse(Environment.GetEnvironmentVariable("CACHESTORM_RELOADS") ?? "50", CultureInfo.InvariantCulture);

    private static readonly string[] s_plugins = [ReloadServer.Id, "strings", ReloadServer.Id, "hashes", "lists", ReloadServer.Id];

    [Fact]
    public void Nobody_notices_that_plugins_are_exchanged()
    {
        using var server = new ReloadServer();
        using RespConnection operatorClient = server.Connect(), waiting = server.Connect();
        bool isOver = false;
        long batches = 0;
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Clients).Select(number => new Thread(() =>
        {
            try
            {
                Work(server, number, () => Volatile.Read(ref isOver), ref batches);
            }
            catch (Exception e)
            {
                Volatile.Write(ref failure, e);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        waiting.Issue("RELOAD.TAKE", "awaited", "0");

        long warm = 0;
        for (int i = 0; i < s_reloads && Volatile.Read(ref failure) is null; i++)
        {
            string plugin = s_plugins[i % s_plugins.Length];
            if (plugin == ReloadServer.Id)
                server.Put(i % 2 == 0 ? "Second" : "First");
            Assert.Equal("OK", operatorClient.Do("PLUGIN", "RELOAD", plugin));
            if (i == WarmUp)
                warm = server.Process.ResidentBytes();
        }

        Volatile.Write(ref isOver, true);
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "a client does not come to an end");
        Assert.True(failure is null, $"{failure}\n{server.Process.Said}");
        Assert.True(batches > s_reloads, $"only {batches} batches ran");
        foreach (string plugin in s_plugins.Distinct())
            Assert.Equal("0", server.Info(operatorClient, "survivors", plugin));
        operatorClient.Do("RELOAD.PUT", "awaited", "it");
        Assert.EndsWith(":it", waiting.Next(), StringComparison.Ordinal);
        long grown = server.Process.ResidentBytes() - warm;
        Assert.True(grown < 48 << 20, $"memory grew by {grown >> 10} KiB");
    }

    private static void Work(ReloadServer server, int number, Func<bool> isOver, ref long batches)
    {
        using RespConnection client = server.Connect();
        string counter = $"counter{number}", hash = $"hash{number}", list = $"list{number}", basket = $"basket{number}";
        client.Do("HSET", hash, "field", "kept");
        client.Do("RELOAD.PUT", basket, "kept");
        for (long round = 0; !isOver(); round++)
        {
            for (int i = 0; i < Pipeline; i++)
            {
                client.Issue("INCR", counter);
                client.Issue("HGET", hash, "field");
                client.Issue("HSET", hash, "round", $"{round}");
                client.Issue("RPUSH", list, "x");
                client.Issue("LPOP", list);
                client.Issue("RELOAD.ITEMS", basket);
                client.Issue("RELOAD.VERSION");
            }

            for (int i = 0; i < Pipeline; i++)
            {
                Expect(client, $"{round * Pipeline + i + 1}");
                Expect(client, "kept");
                Expect(client, i == 0 && round == 0 ? "1" : "0");
                Expect(client, "1");
                Expect(client, "x");
                Expect(client, "kept");
                Assert.InRange(client.Read().Integer, 1, 2);
            }

            Interlocked.Increment(ref batches);
        }
    }

    private static void Expect(RespConnection client, string expected)
    {
        string reply = client.Next();
        if (reply != expected)
            throw new InvalidOperationException($"expected {expected}, got {reply}");
    }
}
