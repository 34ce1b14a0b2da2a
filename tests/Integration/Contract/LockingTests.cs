using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Several keys at once, and nothing else at all.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class LockingTests(ProbeServer server)
{
    [Fact]
    public void Transfers_in_opposite_orders_end_and_keep_the_sum()
    {
        const int clients = 8, rounds = 400, accounts = 6;
        string[] names = [.. Enumerable.Range(0, accounts).Select(i => $"account:{i}")];
        Words.AtOnce(clients, number =>
        {
            using RespConnection client = server.Connect();
            var random = new Random(number);
            for (int i = 0; i < rounds; i++)
            {
                string from = names[random.Next(accounts)];
                string to = names[random.Next(accounts)];
                if (i % 20 == 0)
                    Assert.Equal("0", client.Do(["PROBE.SUM", .. names]));
                else
                    Assert.Equal("OK", client.Do("PROBE.TRANSFER", from, to, $"{random.Next(100)}"));
            }
        });
        using RespConnection last = server.Connect();
        Assert.Equal("0", last.Do(["PROBE.SUM", .. names]));
    }

    [Fact]
    public void Exclusive_command_sees_nothing_else_run()
    {
        const int clients = 6, rounds = 300;
        Words.AtOnce(clients + 2, number =>
        {
            using RespConnection client = server.Connect();
            for (int i = 0; i < rounds; i++)
            {
                if (number >= clients)
                    Assert.Equal("0", i % 3 == 0 ? client.Do("PROBE.CALL", "0", "PROBE.EXCLUSIVE") : client.Do("PROBE.EXCLUSIVE"));
                else if (i % 2 == 0)
                    client.Do("PROBE.TRANSFER", $"busy:{number}", $"busy:{number + 1}", "1");
                else
                    client.Do("PROBE.PUSH", $"busy-queue:{number}", "x");
            }
        });
        using RespConnection last = server.Connect();
        last.Do(["DEL", .. Enumerable.Range(0, clients).Select(i => $"busy-queue:{i}")]);
    }

    [Fact]
    public void Undeclared_key_can_not_be_touched()
    {
        using RespConnection client = server.Connect();
        Assert.StartsWith("ERR internal error", client.Do("PROBE.UNDECLARED", "some-key"), StringComparison.Ordinal);
    }
}
