using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>
/// One running server, redis-server or ours, started as a user starts it. Owned by whoever started it:
/// disposing kills it, and so does the end of the test process.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly bool _ownsDirectory;

    static ServerProcess()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (Process process in Running.Values)
                TryKill(process);
        };
    }

    private ServerProcess(string name, string executable, IEnumerable<string> arguments, int port, string? directory,
        IReadOnlyDictionary<string, string>? environment)
    {
        Name = name;
        Port = port;
        _ownsDirectory = directory is null;
        WorkingDirectory = directory ?? Directory.CreateTempSubdirectory("cachestorm-test-").FullName;

        var start = new ProcessStartInfo(executable)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // The server reads CACHESTORM_… as settings; these are the tests' own.
        start.Environment.Remove(TestEnvironment.RequireToolsVariable);
        start.Environment.Remove(TestEnvironment.TargetVariable);
        start.Environment.Remove(TestEnvironment.RandomSeedVariable);
        start.Environment.Remove(TestEnvironment.RandomCommandsVariable);
        foreach ((string key, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        Running[_process.Id] = _process;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>The TCP port, or 0 when the caller chose other ways in.</summary>
    public int Port { get; }

    public string WorkingDirectory { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Everything the process said, for a failing test to print.</summary>
    public string Said => $"--- {Name} (port {Port}) standard output\n{Output}\n--- standard error\n{Errors}";

    /// <summary>redis-server, the oracle; skips the test when it isn't installed.</summary>
    public static ServerProcess StartRedis(params string[] more)
    {
        string executable = TestEnvironment.RequireTool("redis-server");
        return StartOnFreePort("redis-server", executable, port =>
            ["--port", $"{port}", "--save", "", "--appendonly", "no", "--enable-debug-command", "yes", .. more]);
    }

    /// <summary>The server under test: ours, or redis-server again when the rows themselves are being checked.</summary>
    public static ServerProcess StartOurs(params string[] more) => TestEnvironment.TargetIsRedis
        ? StartRedis(more)
        : StartOnFreePort("cachestorm", RequireOurs(), port =>
            ["-port", $"{port}", "--save", "", "--appendonly", "no", "--enable-debug-command", "yes", .. more]);

    /// <summary>Ours with exactly these arguments; no wait for an answer, the caller knows what to expect.</summary>
    public static ServerProcess LaunchOurs(IEnumerable<string> arguments, int port = 0, string? directory = null,
        IReadOnlyDictionary<string, string>? environment = null) => TestEnvironment.TargetIsRedis
        ? new("redis-server", TestEnvironment.RequireTool("redis-server"), arguments, port, directory, environment)
        : new("cachestorm", RequireOurs(), arguments, port, directory, environment);

    public RespConnection Connect() => RespConnection.ToPort(Port);

    /// <summary>Waits until the server answers; false when it ended instead.</summary>
    public bool AwaitReady(Func<RespConnection>? connect = null)
    {
        connect ??= Connect;
        return Eventually.Happens(() => HasExited || Answers(connect), Eventually.Patience) && !HasExited;
    }

    /// <summary>Asks the process to stop the way an operator does (SIGTERM 15, SIGINT 2).</summary>
    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public void AwaitExit()
    {
        if (!_process.WaitForExit(Eventually.Patience))
            Assert.Fail($"{Name} did not end within {Eventually.Patience.TotalSeconds} s\n{Said}");
        _process.WaitForExit();
    }

    /// <summary>Memory of the process that is resident now, in bytes.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public void Dispose()
    {
        TryKill(_process);
        Running.TryRemove(_process.Id, out _);
        _process.Dispose();
        if (_ownsDirectory)
            TryDelete(WorkingDirectory);
    }

    private static string RequireOurs()
    {
        if (!File.Exists(TestEnvironment.ServerExecutable))
            Assert.Fail($"the server is not built: {TestEnvironment.ServerExecutable} is missing");
        return TestEnvironment.ServerExecutable;
    }

    private static ServerProcess StartOnFreePort(string name, string executable, Func<int, IEnumerable<string>> arguments)
    {
        const int attempts = 5;
        for (int attempt = 1; ; attempt++)
        {
            int port = Ports.Free();
            var server = new ServerProcess(name, executable, arguments(port), port, directory: null, environment: null);
            if (server.AwaitReady())
                return server;

            string said = server.Said;
            server.Dispose();
            if (attempt == attempts || !said.Contains("in use", StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"{name} did not start: {said}");
        }
    }

    private static bool Answers(Func<RespConnection> connect)
    {
        try
        {
            using RespConnection connection = connect();
            // A server without the plugin that knows PING is ready, too, when it says so.
            return !connection.Call("PING").AsSpan().StartsWith("-LOADING"u8);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private static void TryKill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }
    }

    private static void TryDelete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (IOException)
        {
            // A dying server may still write here; the folder is temporary anyway.
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.Append(line).Append('\n');
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
