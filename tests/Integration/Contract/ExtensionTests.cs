using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>The other points of the contract, each used once: observers, jobs, settings, services, access, HTTP.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class ExtensionTests(ProbeServer server)
{
    [Fact]
    public void Observers_see_commands_keys_and_sessions()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.OBSERVE", "ON");
        try
        {
            client.Do("PROBE.PUSH", "seen", "x");
            client.Do("PROBE.PUSH", "seen", "y");
            client.Do("INCR", "seen");
            client.Do("PROBE.TAKE", "seen");
            Assert.Equal("new seen probe.push seen modified seen probe.push seen modified seen probe.take seen",
                string.Join(' ', client.Ask("PROBE.EVENTS").Items.Select(one => one.Text)
                    .Where((one, i) => i != 0 || one != "modified seen").Select(one => one!)));
            string info = client.Do("PROBE.INFO", "Probe");
            Assert.Contains("probe_failures:1\r\n", info, StringComparison.Ordinal);
            Assert.Contains("probe_commands:", info, StringComparison.Ordinal);
        }
        finally
        {
            client.Do("PROBE.OBSERVE", "OFF");
            client.Do("DEL", "seen");
        }

        long closed = Field(client, "probe_closed");
        using (RespConnection passing = server.Connect())
            passing.Do("RESET");
        Eventually.True(() => Field(client, "probe_closed") > closed, "the session that left was seen");
        Assert.True(Field(client, "probe_opened") > Field(client, "probe_closed"));
        Assert.True(Field(client, "probe_resets") > 0);
    }

    [Fact]
    public void Settings_are_read_and_changed_under_the_plugins_name()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("contract-probe.level 3", client.Do("PROBE.CONFIG", "contract-probe.level"));
        Assert.Contains("between 1 and 10", client.Do("PROBE.CONFIG", "contract-probe.level", "11"), StringComparison.Ordinal);
        Assert.Equal("OK", client.Do("PROBE.CONFIG", "contract-probe.greeting", "moin"));
        Assert.Contains("that word is forbidden", client.Do("PROBE.CONFIG", "contract-probe.greeting", "forbidden"), StringComparison.Ordinal);
        Assert.StartsWith("moin 3 ", client.Do("PROBE.SETTINGS"), StringComparison.Ordinal);
        Assert.Equal("200 text/plain moin", client.Do("PROBE.HTTP", "GET", "/probe"));
        Assert.Equal("OK", client.Do("PROBE.CONFIG", "contract-probe.greeting", "hello"));
    }

    [Fact]
    public void Settings_come_from_the_file_and_wrong_ones_stop_the_start()
    {
        using var manifest = new SettingsFile("plugins.json", $$"""
            { "directory": "{{TestEnvironment.PluginDirectory}}", "strict": true, "plugins": [ { "id": "contract-probe", "path": "{{TestEnvironment.ProbePlugin}}" } ] }
            """);
        using var settings = new SettingsFile("config.yaml", $"""
            server:
              plugins_manifest: {manifest.Path}
            plugins:
              contract-probe:
                level: 9
            """);
        using (ServerProcess good = ServerProcess.StartOurs("-config", settings.Path))
        {
            using RespConnection client = good.Connect();
            Assert.StartsWith("hello 9 ", client.Do("PROBE.SETTINGS"), StringComparison.Ordinal);
        }

        using var wrong = new SettingsFile("config.yaml", settings.Text.Replace("level: 9", "level: 90", StringComparison.Ordinal));
        using ServerProcess bad = ServerProcess.LaunchOurs(["-config", wrong.Path, "-port", $"{Ports.Free()}"]);
        bad.AwaitExit();
        Assert.NotEqual(0, bad.ExitCode);
        Assert.Contains("level", bad.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_and_permission_are_asked_for()
    {
        using RespConnection admin = server.Connect();
        admin.Do("PROBE.CONFIG", "contract-probe.password", "secret");
        admin.Do("PROBE.CONFIG", "contract-probe.forbidden-command", "getset");
        try
        {
            using RespConnection client = server.Connect();
            Assert.Equal("NOAUTH Authentication required.", client.Do("GET", "access"));
            Assert.StartsWith("WRONGPASS", client.Do("AUTH", "wrong"), StringComparison.Ordinal);
            Assert.StartsWith("WRONGPASS", client.Do("AUTH", "somebody", "secret"), StringComparison.Ordinal);
            Assert.Equal("OK", client.Do("AUTH", "secret"));
            Assert.Equal("nil", client.Do("GET", "access"));
            Assert.Equal("NOPERM not on access", client.Do("GETSET", "access", "v"));
            Assert.Equal("NOPERM not on access", client.Do("PROBE.CALL", "1", "access", "GETSET", "access", "v"));
        }
        finally
        {
            admin.Do("PROBE.CONFIG", "contract-probe.password", "");
            admin.Do("PROBE.CONFIG", "contract-probe.forbidden-command", "");
        }
    }

    [Fact]
    public void Jobs_run_and_exported_services_are_found()
    {
        using RespConnection client = server.Connect();
        long runs = client.Ask("PROBE.RUNS").Integer;
        Eventually.True(() => client.Ask("PROBE.RUNS").Integer > runs, "the job runs again");
        client.Do("SET", "counted", "v");
        long seen = client.Ask("PROBE.COUNT", "counted").Integer;
        Assert.Equal(seen + 1, client.Ask("PROBE.COUNT", "counted").Integer);
        Assert.Equal("nil", client.Do("PROBE.HTTP", "GET", "/nowhere"));
    }

    private static long Field(RespConnection client, string name)
    {
        string line = client.Ask("PROBE.INFO", "Probe").Text!.Split("\r\n").Single(one => one.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
