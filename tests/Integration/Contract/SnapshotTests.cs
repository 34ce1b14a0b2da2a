using System.Globalization;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>A snapshot shows one instant although writers go on.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class SnapshotTests(ProbeServer server)
{
    [Fact]
    public void Snapshot_sees_one_point_in_time_while_writers_run()
    {
        const int pairs = 400, writers = 3, snapshots = 6;
        using (RespConnection client = server.Connect())
        {
            client.Do("PROBE.FLUSH");
            for (int i = 0; i < pairs; i++)
                client.Do("PROBE.PAIR", $"left:{i}", $"right:{i}", "0");
        }

        bool done = false;
        Words.AtOnce(writers + 1, number =>
        {
            using RespConnection client = server.Connect();
            if (number < writers)
            {
                var random = new Random(number);
                for (int round = 1; !Volatile.Read(ref done); round++)
                {
                    int i = random.Next(pairs);
                    switch (round % 8)
                    {
                        case 6:
                            client.Do("DEL", $"left:{i}", $"right:{i}");
                            break;
                        case 7:
                            client.Do("PROBE.BEGIN");
                            client.Do("RENAME", $"left:{i}", $"moved:{i}");
                            client.Do("RENAME", $"right:{i}", $"moved-right:{i}");
                            client.Do("PROBE.COMMIT");
                            break;
                        default:
                            client.Do("PROBE.PAIR", $"left:{i}", $"right:{i}", $"{number}.{round}");
                            break;
                    }
                    // Numbered by an order that every instant must respect: whoever sees b:n has seen a:n.
                    client.Do("SET", $"a:{number}", $"{round}");
                    client.Do("SET", $"b:{number}", $"{round}");
                    client.Do("SET", $"new:{number}:{round}", $"{round}", "PX", "20000");
                }
                return;
            }
            try
            {
                for (int i = 0; i < snapshots; i++)
                    Check(Take(client), writers);
            }
            finally
            {
                Volatile.Write(ref done, true);
            }
        });
        using RespConnection last = server.Connect();
        last.Do("PROBE.FLUSH");
    }

    private static Dictionary<string, string> Take(RespConnection client)
    {
        IReadOnlyList<RespValue> items = client.Ask("PROBE.SNAPSHOT").Items;
        var entries = new Dictionary<string, string>();
        for (int i = 1; i < items.Count; i += 2)
            Assert.True(entries.TryAdd(items[i].Text!, items[i + 1].Text!), $"{items[i].Text} stands there twice");
        return entries;
    }

    private static void Check(Dictionary<string, string> entries, int writers)
    {
        foreach ((string key, string value) in entries)
        {
            string? twin = key.StartsWith("left:", StringComparison.Ordinal) ? "right:" + key[5..]
                : key.StartsWith("right:", StringComparison.Ordinal) ? "left:" + key[6..]
                : key.StartsWith("moved:", StringComparison.Ordinal) ? "moved-right:" + key[6..]
                : key.StartsWith("moved-right:", StringComparison.Ordinal) ? "moved:" + key[12..]
                : null;
            if (twin is not null)
                Assert.Equal((key, value), (key, entries.GetValueOrDefault(twin)));
        }
        for (int writer = 0; writer < writers; writer++)
        {
            int before = Number(entries, $"a:{writer}");
            int after = Number(entries, $"b:{writer}");
            Assert.InRange(before - after, 0, 1);
            int newest = entries.Keys.Where(key => key.StartsWith($"new:{writer}:", StringComparison.Ordinal))
                .Select(key => int.Parse(key[(key.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
            Assert.InRange(newest - after, -1, 0);
        }
    }

    private static int Number(Dictionary<string, string> entries, string key) =>
        entries.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
}
