using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Startup;

/// <summary>SIGTERM, SIGINT and SHUTDOWN: running commands finish, their replies arrive, the exit code is 0.
/// redis-server drops replies that it hasn't sent yet; ours promises to send them.</summary>
public sealed class GracefulStopTests
{
    [SkippableTheory]
    [InlineData(15)]
    [InlineData(2)]
    public void A_signal_ends_the_process_with_0(int signal)
    {
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection connection = server.Connect();
        Assert.Equal("OK", connection.Ask("SET", "k", "v").Text);
        server.Signal(signal);
        server.AwaitExit();
        Assert.Equal(0, server.ExitCode);
        Assert.True(connection.IsClosedByServer());
    }

    [SkippableFact]
    public void Shutdown_ends_the_process_with_0_and_says_nothing()
    {
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection connection = server.Connect();
        using RespConnection other = server.Connect();
        Assert.Equal("PONG", other.Ask("PING").Text);
        connection.Send("SHUTDOWN NOSAVE\r\n");
        Assert.Empty(connection.ReadToSilence(TimeSpan.FromSeconds(10)));
        server.AwaitExit();
        Assert.Equal(0, server.ExitCode);
        Assert.True(other.IsClosedByServer());
    }

    [SkippableFact]
    public void The_replies_before_a_shutdown_in_one_pipeline_arrive()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection connection = server.Connect();
        connection.Send("SET k v\r\nGET k\r\nINCR n\r\nSHUTDOWN NOSAVE\r\nGET k\r\n");
        Assert.Equal("+OK\r\n$1\r\nv\r\n:1\r\n", Encoding.Latin1.GetString(connection.ReadToSilence(TimeSpan.FromSeconds(10))));
        server.AwaitExit();
        Assert.Equal(0, server.ExitCode);
    }

    [SkippableFact]
    public void A_command_that_runs_when_the_signal_comes_still_answers()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection connection = server.Connect();
        Assert.Equal("PONG", connection.Ask("PING").Text);
        connection.Send("DEBUG SLEEP 0.5\r\n");
        Assert.False(WaitForReply(connection, TimeSpan.FromMilliseconds(100)), "DEBUG SLEEP answers too early");
        server.Signal(15);
        Assert.Equal("+OK\r\n", Encoding.Latin1.GetString(connection.ReadReply()));
        server.AwaitExit();
        Assert.Equal(0, server.ExitCode);
    }

    [SkippableFact]
    public void A_large_reply_on_its_way_arrives_whole()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection connection = server.Connect();
        connection.Call("SET", "large", new string('x', 200_000));
        connection.Send("GET large\r\nSHUTDOWN NOSAVE\r\n");
        byte[] said = connection.ReadToSilence(TimeSpan.FromSeconds(10));
        Assert.Equal("$200000\r\n".Length + 200_000 + 2, said.Length);
        server.AwaitExit();
        Assert.Equal(0, server.ExitCode);
    }

    [SkippableFact]
    public void The_start_says_that_it_is_ready_once()
    {
        using ServerProcess server = ServerProcess.StartOurs();
        Eventually.True(() => server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the start-up line");
        Assert.Equal(1, server.Output.Split("Ready to accept connections").Length - 1);
    }

    private static bool WaitForReply(RespConnection connection, TimeSpan atMost) =>
        Eventually.Happens(() => connection.HasUnreadBytes, atMost);
}
