using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>A handler that throws costs its caller an error, and nobody anything else.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class FaultTests(ProbeServer server)
{
    [Fact]
    public void Half_a_reply_is_taken_back_and_the_connection_goes_on()
    {
        using RespConnection client = server.Connect();
        for (int i = 0; i < 20; i++)
        {
            client.Issue("SET", "fault:before", "1");
            client.Issue("PROBE.THROW", "fault");
            client.Issue("INCR", "fault:before");
        }
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("OK", client.Next());
            Assert.StartsWith("ERR internal error in plugin 'contract-probe'", client.Next(), StringComparison.Ordinal);
            Assert.Equal("2", client.Next());
        }
        // Its locks are free again.
        using RespConnection other = server.Connect();
        Assert.Equal("half", other.Do("GET", "fault"));
        Assert.Equal("OK", other.Do("SET", "fault", "whole"));
        Assert.Equal("0", other.Do("PROBE.EXCLUSIVE"));
        Assert.Contains("contract-probe", server.Process.Output, StringComparison.Ordinal);
    }
}
