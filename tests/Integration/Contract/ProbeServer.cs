using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>
/// The real server with the test plugin beside the real ones, shared by the tests of the contract, which run one after another.
/// A test uses keys of its own and leaves nothing switched on.
/// </summary>
public sealed class ProbeServer : IDisposable
{
    private readonly SettingsFile _manifest = new("plugins.json", $$"""
        {
          "directory": "{{TestEnvironment.PluginDirectory}}",
          "strict": true,
          "plugins": [ { "id": "contract-probe", "path": "{{TestEnvironment.ProbePlugin}}" } ]
        }
        """);

    private readonly Lock _starting = new();
    private ServerProcess? _process;

    /// <summary>The server; several threads may be the first to ask for it.</summary>
    internal ServerProcess Process
    {
        get
        {
            lock (_starting)
                return _process ??= ServerProcess.StartOurs("--plugins-manifest", _manifest.Path, "--io-threads", "4");
        }
    }

    internal RespConnection Connect() => Process.Connect();

    /// <summary>Waits until so many clients are parked.</summary>
    internal void AwaitParked(int count)
    {
        using RespConnection observer = Connect();
        Eventually.True(() => observer.Ask("PROBE.PARKED").Integer == count, $"{count} clients are parked");
    }

    /// <summary>The effects recorded while the work was done, a line a batch, its commands separated by <c>;</c>.</summary>
    internal string[] EffectsOf(Action<RespConnection> work)
    {
        using RespConnection client = Connect();
        client.Ask("PROBE.RECORD", "ON");
        try
        {
            work(client);
            return [.. client.Ask("PROBE.EFFECTS").Items.Select(batch => string.Join(';', batch.Items.Select(one => one.Text)))];
        }
        finally
        {
            client.Ask("PROBE.RECORD", "OFF");
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _manifest.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class ProbeServerGroup : ICollectionFixture<ProbeServer>
{
    public const string Name = "the contract";
}

/// <summary>Commands as words.</summary>
internal static class Words
{
    /// <summary>Sends a command and does not wait for its reply.</summary>
    public static void Issue(this RespConnection connection, params string[] arguments) =>
        connection.SendCommand([.. arguments.Select(System.Text.Encoding.Latin1.GetBytes)]);

    public static RespValue Read(this RespConnection connection) => RespValue.Parse(connection.ReadReply());

    /// <summary>A reply as one line: elements separated by blanks, null as <c>nil</c>.</summary>
    public static string Line(this RespValue value) =>
        value.IsNull ? "nil" : value.IsAggregate ? string.Join(' ', value.Items.Select(Line)) : value.Text ?? "nil";

    public static string Do(this RespConnection connection, params string[] arguments) => connection.Ask(arguments).Line();

    public static string Next(this RespConnection connection) => connection.Read().Line();

    /// <summary>Runs work on threads of their own; the first failure is the test's.</summary>
    public static void AtOnce(int count, Action<int> work)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                work(number);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "a client does not come to an end");
        if (failures.TryDequeue(out Exception? first))
            throw new InvalidOperationException($"a client failed: {first.Message}", first);
    }
}
