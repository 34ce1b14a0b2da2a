using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>What the tests of tags do again and again.</summary>
internal static class TagWords
{
    /// <summary>A connection to an emptied server.</summary>
    public static RespConnection Fresh(this OurServer server)
    {
        RespConnection client = server.Process.Connect();
        client.Ask("FLUSHALL");
        return client;
    }

    /// <summary>Runs a command, its words parted by blanks; the reply as one line.</summary>
    public static string Run(this RespConnection client, string command) => client.Do(command.Split(' '));

    /// <summary>The members of a set reply, in order.</summary>
    public static string[] Sorted(this RespConnection client, params string[] command) =>
        [.. client.Ask(command).Items.Select(one => one.Text!).Order(StringComparer.Ordinal)];

    /// <summary>Sends many commands in batches and wants no error.</summary>
    public static void Load(this RespConnection client, int count, Func<int, string> command)
    {
        const int batch = 1000;
        for (int from = 0; from < count; from += batch)
        {
            int to = Math.Min(count, from + batch);
            client.Send(string.Concat(Enumerable.Range(from, to - from).Select(i => Frame(command(i)))));
            for (int i = from; i < to; i++)
                Assert.NotEqual((byte)'-', client.ReadReply()[0]);
        }
    }

    /// <summary>A number of INFO.</summary>
    public static long Figure(this RespConnection client, string section, string name) => long.Parse(client.Ask("INFO", section).Text!
        .Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
        System.Globalization.CultureInfo.InvariantCulture);

    private static string Frame(string command)
    {
        string[] words = command.Split(' ');
        return $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"));
    }
}
