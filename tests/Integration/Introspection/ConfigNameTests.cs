using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Introspection;

/// <summary>CONFIG knows every setting that redis-server knows, whether it does something here or not.</summary>
[Collection(ServerPairGroup.Name)]
public sealed class ConfigNameTests(ServerPair servers)
{
    [SkippableFact]
    public void Every_setting_of_redis_server_can_be_read()
    {
        HashSet<string> ours = Names(servers.Ours);
        string[] missing = [.. Names(servers.Oracle).Where(name => !ours.Contains(name)).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"missing: {string.Join(' ', missing)}");
    }

    /// <summary>What CONFIG GET says, CONFIG SET takes: tools save and restore settings so.</summary>
    [SkippableFact]
    public void What_is_read_can_be_set_again()
    {
        using RespConnection connection = servers.Ours.Connect();
        List<string> refusals = [];
        foreach (RespValue[] pair in connection.Ask("CONFIG", "GET", "*").Items.Chunk(2))
        {
            string name = pair[0].Text!;
            RespValue reply = connection.Ask("CONFIG", "SET", name, pair[1].Text!);
            // Listening settings can't be taken as they are where TLS is off.
            bool expected = reply.Text!.Contains("can't set", StringComparison.Ordinal)
                || name.StartsWith("tls-", StringComparison.Ordinal);
            if (reply.IsError && !expected)
                refusals.Add($"{name} \"{pair[1].Text}\": {reply.Text}");
        }
        Assert.True(refusals.Count == 0, string.Join('\n', refusals));
    }

    private static HashSet<string> Names(ServerProcess server)
    {
        using RespConnection connection = server.Connect();
        return [.. connection.Ask("CONFIG", "GET", "*").Items.Chunk(2).Select(pair => pair[0].Text!)];
    }
}
