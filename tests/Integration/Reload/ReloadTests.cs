using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>What becomes of everything that a server holds of a plugin when another build of it takes its place.</summary>
public sealed class ReloadTests
{
    [Fact]
    public void The_new_build_answers_and_what_was_handed_over_goes_on()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
        Assert.Equal("OK", client.Do("RELOAD.OLD"));
        Assert.Equal("1", client.Do("RELOAD.TALLY"));
        Assert.Equal("mine", client.Do("RELOAD.NOTE", "mine"));
        Assert.Equal("OK", client.Do("CONFIG", "SET", "reload-limit", "33"));

        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));

        Assert.Equal("2", client.Do("RELOAD.VERSION"));
        Assert.StartsWith("ERR unknown command", client.Do("RELOAD.OLD"), StringComparison.Ordinal);
        Assert.Equal("OK", client.Do("RELOAD.NEW"));
        Assert.Equal("2", client.Do("RELOAD.TALLY"));
        Assert.Equal("mine", client.Do("RELOAD.NOTE"));
        Assert.Equal("33", client.Do("RELOAD.LIMIT"));
        Assert.Equal("reload-limit 33", client.Do("CONFIG", "GET", "reload-limit"));
        Assert.Equal("0", server.Info(client, "survivors"));
        Assert.Equal("1", server.Info(client, "reloads"));
        Assert.Equal("2.0.0", server.Info(client, "version"));
    }

    [Fact]
    public void Settings_answer_under_the_name_of_their_plugin_with_its_ranges_before_and_after()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal("OK", client.Do("CONFIG", "SET", "test.reload.reload-limit", $"{50 + round}"));
            Assert.Equal($"test.reload.reload-limit {50 + round}", client.Do("CONFIG", "GET", "test.reload.reload-limit"));
            Assert.Equal($"{50 + round}", client.Do("RELOAD.LIMIT"));
            Assert.Contains("between 1 and 100", client.Do("CONFIG", "SET", "test.reload.reload-limit", "101"));
            Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        }
    }

    [Fact]
    public void Objects_of_the_plugins_classes_are_carried_over_and_keep_their_expiry()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        for (int i = 0; i < 500; i++)
            client.Do("RELOAD.PUT", $"basket{i}", $"item{i}");
        client.Do("RELOAD.PUT", "basket7", "more");
        client.Do("PEXPIRE", "basket7", "100000");
        client.Do("HSET", "other", "a", "1");
        string digest = client.Do("DEBUG", "DIGEST");

        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal(digest, client.Do("DEBUG", "DIGEST"));

        Assert.Equal("item7 more", client.Do("RELOAD.ITEMS", "basket7"));
        Assert.Equal("3", client.Do("RELOAD.PUT", "basket7", "x"));
        Assert.InRange(client.Ask("PTTL", "basket7").Integer, 1, 100000);
        Assert.Equal("-1", client.Do("PTTL", "basket8"));
        Assert.Equal("basket", client.Do("TYPE", "basket499"));
        Assert.Equal("501", client.Do("DBSIZE"));
        Assert.Equal("0", server.Info(client, "survivors"));
    }

    [Fact]
    public void A_client_that_waits_for_a_key_is_served_by_the_new_build_and_its_time_goes_on()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), first = server.Connect(), second = server.Connect(), late = server.Connect();
        first.Issue("RELOAD.TAKE", "k", "0");
        AwaitBlocked(client, 1);
        second.Issue("RELOAD.TAKE", "k", "0");
        AwaitBlocked(client, 2);
        late.Issue("RELOAD.TAKE", "never", "1500");
        AwaitBlocked(client, 3);

        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        client.Do("RELOAD.PUT", "k", "a");
        Assert.Equal("2:a", first.Next());
        client.Do("RELOAD.PUT", "k", "b");
        Assert.Equal("2:b", second.Next());
        Assert.Equal("nothing, says build 2", late.Next());
        Assert.Equal("0", server.Info(client, "survivors"));
    }

    [Fact]
    public void A_client_that_waits_for_the_plugin_waits_for_the_new_one_for_the_rest_of_its_time()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), waiting = server.Connect();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        waiting.Issue("RELOAD.HOLD", "2000");
        AwaitBlocked(client, 1);

        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal("2", waiting.Next());
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.8, 8);
        Assert.Equal("PONG", waiting.Do("PING"));
    }

    [Fact]
    public void The_commands_that_reload_can_be_reloaded_themselves()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "server"));
            Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "connection"));
        }
        Assert.Equal("3", server.Info(client, "reloads", "server"));
        Assert.Equal("0", server.Info(client, "survivors", "server"));
        Assert.Equal("0", server.Info(client, "survivors", "connection"));
    }

    [Fact]
    public void Subscriptions_pauses_and_monitors_go_on()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), subscriber = server.Connect(), monitor = server.Connect(), paused = server.Connect();
        Assert.Equal("subscribe news 1", subscriber.Do("SUBSCRIBE", "news"));
        Assert.Equal("psubscribe n?ws 2", subscriber.Do("PSUBSCRIBE", "n?ws"));
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "pubsub"));
        Assert.Equal("2", client.Do("PUBLISH", "news", "hello"));
        Assert.Equal("message news hello", subscriber.Next());
        Assert.Equal("pmessage n?ws news hello", subscriber.Next());
        Assert.Contains("allowed in this context", subscriber.Do("GET", "a"));
        Assert.Equal("unsubscribe news 1", subscriber.Do("UNSUBSCRIBE", "news"));
        Assert.Equal("1", client.Do("PUBLISH", "news", "again"));
        Assert.Equal("pmessage n?ws news again", subscriber.Next());

        Assert.Equal("OK", monitor.Do("MONITOR"));
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "server"));
        client.Do("SET", "seen", "1");
        Assert.Contains("\"seen\"", monitor.Next());

        Assert.Equal("OK", client.Do("CLIENT", "PAUSE", "3000", "WRITE"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        paused.Issue("SET", "late", "1");
        Thread.Sleep(100);
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "connection"));
        Assert.Equal("", client.Do("GET", "late").Replace("nil", "", StringComparison.Ordinal));
        Assert.Equal("OK", paused.Next());
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.5, 9);
        foreach (string id in (string[])["pubsub", "server", "connection"])
            Assert.Equal("0", server.Info(client, "survivors", id));
    }

    [Fact]
    public void Tracked_clients_stay_tracked_and_are_told_to_look_again()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), tracked = server.Connect();
        tracked.Ask("HELLO", "3");
        Assert.Equal("OK", tracked.Do("CLIENT", "TRACKING", "ON"));
        tracked.Do("GET", "before");

        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "tracking"));
        Assert.Equal("invalidate nil", tracked.Next());
        tracked.Do("GET", "after");
        client.Do("SET", "after", "1");
        Assert.Equal("invalidate after", tracked.Next());
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "tracking"));
        Assert.Equal("invalidate nil", tracked.Next());
        Assert.Equal("OK", tracked.Do("CLIENT", "TRACKING", "OFF"));
        Assert.Equal("0", server.Info(client, "survivors", "tracking"));
    }

    [Fact]
    public void Libraries_of_functions_are_handed_over_and_the_machines_that_ran_scripts_leave_nothing_behind()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        Assert.Equal("lib", client.Do("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('answer', function(keys) return redis.call('INCR', keys[1]) end)"));
        Assert.Equal("1", client.Do("FCALL", "answer", "1", "k"));
        for (int round = 2; round < 5; round++)
        {
            Assert.Equal($"{round * 10}", client.Do("EVAL", "return tonumber(ARGV[1]) * 10", "0", $"{round}"));
            Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "scripting"));
            Assert.Equal($"{round}", client.Do("FCALL", "answer", "1", "k"));
            Assert.Equal("0", server.Info(client, "survivors", "scripting"));
        }
    }

    [Fact]
    public void Every_built_in_plugin_can_be_exchanged_twice_and_leaves_nothing_behind()
    {
        using var manifest = new SettingsFile("plugins.json", $$"""
            { "directory": "{{TestEnvironment.PluginDirectory}}", "watch": true, "plugins": [] }
            """);
        using ServerProcess server = ServerProcess.StartOurs("--plugins-manifest", manifest.Path);
        using RespConnection client = server.Connect();
        string[] ids = [.. client.Ask("PLUGIN", "LIST").Items.Select(plugin => plugin["id"]!.Text!)];
        client.Do("SET", "string", "1");
        client.Do("HSET", "hash", "a", "1");
        client.Do("RPUSH", "list", "a", "b");
        client.Do("SADD", "set", "a", "b");
        client.Do("ZADD", "zset", "1", "a");
        string digest = client.Do("DEBUG", "DIGEST");
        for (int round = 0; round < 2; round++)
        {
            foreach (string id in ids)
                Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", id));
        }

        string[] surviving = [.. ids.Where(id => client.Ask("PLUGIN", "INFO", id)["survivors"]!.Text != "0")];
        Assert.Empty(surviving);
        Assert.Equal(digest, client.Do("DEBUG", "DIGEST"));
        Assert.Equal("2", client.Do("INCR", "string"));
        Assert.Equal("a", client.Do("LPOP", "list"));
    }

    [Fact]
    public void Transactions_are_exchanged_when_nobody_is_inside_one()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), other = server.Connect();
        Assert.Equal("OK", other.Do("MULTI"));
        Assert.Equal("QUEUED", other.Do("SET", "a", "1"));
        Assert.Contains("1 clients are inside a transaction", client.Do("PLUGIN", "RELOAD", "transactions"));
        Assert.Equal("OK", other.Do("EXEC"));

        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", "transactions"));
        Assert.Equal("OK", other.Do("MULTI"));
        Assert.Equal("QUEUED", other.Do("RELOAD.VERSION"));
        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal("2", other.Do("EXEC"));
        Assert.Equal("0", server.Info(client, "survivors", "transactions"));
        Assert.Equal("0", server.Info(client, "survivors"));
    }

    [Fact]
    public void An_unloaded_plugin_is_gone_and_can_be_loaded_again()
    {
        using var server = new ReloadServer(arguments: ["--enable-plugin-load", "yes"]);
        using RespConnection client = server.Connect(), waiting = server.Connect();
        client.Do("RELOAD.PUT", "a", "1");
        Assert.Contains("1 keys hold values of its type basket", client.Do("PLUGIN", "UNLOAD", ReloadServer.Id));
        client.Do("DEL", "a");
        waiting.Issue("RELOAD.TAKE", "k", "0");
        AwaitBlocked(client, 1);

        Assert.Equal("OK", client.Do("PLUGIN", "UNLOAD", ReloadServer.Id));
        Assert.StartsWith("UNBLOCKED", waiting.Next(), StringComparison.Ordinal);
        Assert.StartsWith("ERR unknown command", client.Do("RELOAD.VERSION"), StringComparison.Ordinal);
        Assert.Equal("", client.Do("CONFIG", "GET", "reload-limit"));
        Assert.Equal("stopped", server.Info(client, "state"));
        Assert.Equal("0", server.Info(client, "survivors"));

        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "LOAD", "plugins/Reload"));
        Assert.Equal("2", client.Do("RELOAD.VERSION"));
        Assert.Equal("1", client.Do("RELOAD.PUT", "a", "1"));
        Assert.Equal("reload-limit 10", client.Do("CONFIG", "GET", "reload-limit"));
    }

    [Fact]
    public void Modules_are_plugins_under_Redis_name()
    {
        using var server = new ReloadServer(arguments: ["--enable-module-command", "local"]);
        using RespConnection client = server.Connect();
        Assert.Equal("ERR Error unloading module: no such module with that name", client.Do("MODULE", "UNLOAD", ReloadServer.Id + "x"));
        Assert.Equal("OK", client.Do("MODULE", "UNLOAD", ReloadServer.Id));
        Assert.Equal("OK", client.Do("MODULE", "LOAD", server.PluginFile));
        Assert.Contains(ReloadServer.Id, client.Do("MODULE", "LIST"));
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
    }

    private static void AwaitBlocked(RespConnection client, int count) =>
        Eventually.True(() => client.Do("INFO", "clients").Contains($"blocked_clients:{count}\r\n", StringComparison.Ordinal), $"{count} clients wait");
}
