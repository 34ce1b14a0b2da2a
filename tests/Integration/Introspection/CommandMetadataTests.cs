using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Introspection;

/// <summary>
/// COMMAND describes our commands as redis-server describes its own: whoever plans requests from the metadata
/// (cluster clients, proxies, redis-cli's hints) plans the same.
/// </summary>
[Collection(ServerPairGroup.Name)]
public sealed class CommandMetadataTests(ServerPair servers)
{
    /// <summary>Commands that redis-server learnt to do more after 7.0: their arguments are a superset.</summary>
    private static readonly Dictionary<string, string> s_laterArity = new() { ["zrank"] = "-3", ["zrevrank"] = "-3" };

    [SkippableFact]
    public void Every_command_that_both_know_has_the_same_shape()
    {
        Dictionary<string, RespValue> expected = Entries(servers.Oracle, "COMMAND");
        Dictionary<string, RespValue> actual = Entries(servers.Ours, "COMMAND");
        Assert.NotEmpty(actual);

        List<string> differences = [];
        foreach ((string name, RespValue theirs) in expected)
        {
            if (actual.TryGetValue(name, out RespValue? ours))
                Compare(name, theirs, ours, differences);
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [SkippableFact]
    public void Docs_have_redis_servers_fields_and_arguments()
    {
        Dictionary<string, RespValue> expected = Docs(servers.Oracle);
        Dictionary<string, RespValue> actual = Docs(servers.Ours);
        Assert.NotEmpty(actual);

        List<string> differences = [];
        foreach ((string name, RespValue theirs) in expected)
        {
            if (actual.TryGetValue(name, out RespValue? ours))
                CompareDocs(name, theirs, ours, differences);
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [SkippableFact]
    public void Count_list_and_info_agree()
    {
        using RespConnection connection = servers.Ours.Connect();
        long count = connection.Ask("COMMAND", "COUNT").Integer;
        Assert.Equal(count, connection.Ask("COMMAND").Items.Count);
        Assert.Equal(count, connection.Ask("COMMAND", "LIST").Items.Count(item => !item.Text!.Contains('|')));
        Assert.Equal(count, connection.Ask("COMMAND", "INFO").Items.Count);
    }

    [SkippableFact]
    public void Every_command_has_a_summary_a_version_and_a_group()
    {
        foreach ((string name, RespValue docs) in Docs(servers.Ours))
        {
            foreach (string field in (string[])["summary", "since", "group"])
                Assert.False(string.IsNullOrEmpty(docs[field]?.Text), $"{name} has no {field}");
        }
    }

    private static void Compare(string name, RespValue theirs, RespValue ours, List<string> differences)
    {
        // Name, arity, flags, first key, last key, step, ACL categories, tips, key specifications, subcommands.
        string[] parts = ["name", "arity", "flags", "first key", "last key", "step", "categories", "tips", "key specs"];
        for (int i = 0; i < parts.Length && i < theirs.Items.Count; i++)
        {
            string expected = Canonical(theirs.Items[i]);
            if (parts[i] == "arity" && s_laterArity.TryGetValue(name, out string? later))
                expected = later;
            string actual = i < ours.Items.Count ? Canonical(ours.Items[i]) : "(missing)";
            if (expected != actual)
                differences.Add($"{name}: {parts[i]}: expected {expected}, actual {actual}");
        }

        foreach (RespValue subcommand in theirs.Items[9].Items)
        {
            string subname = subcommand.Items[0].Text!;
            if (ours.Items[9].Items.FirstOrDefault(item => item.Items[0].Text == subname) is { } found)
                Compare(subname, subcommand, found, differences);
        }
    }

    private static void CompareDocs(string name, RespValue theirs, RespValue ours, List<string> differences)
    {
        foreach (string field in (string[])["since", "group"])
        {
            if (theirs[field]?.Text is { } expected && ours[field]?.Text != expected)
                differences.Add($"{name}: {field}: expected {expected}, actual {ours[field]?.Text}");
        }

        HashSet<string> known = [.. Arguments(ours)];
        List<string> missing = [.. Arguments(theirs).Where(argument => !known.Contains(argument))];
        if (missing.Count > 0)
            differences.Add($"{name}: arguments: missing {string.Join(", ", missing)}");

        RespValue? subcommands = theirs["subcommands"];
        for (int i = 0; i + 1 < subcommands?.Items.Count; i += 2)
        {
            string subname = subcommands.Items[i].Text!;
            if (ours["subcommands"]?[subname] is { } found)
                CompareDocs(subname, subcommands.Items[i + 1], found, differences);
        }
    }

    /// <summary>Every argument, also inside blocks and alternatives, as "token/type", which is what hints are made of.</summary>
    private static IEnumerable<string> Arguments(RespValue docs)
    {
        foreach (RespValue argument in docs["arguments"]?.Items ?? [])
        {
            yield return $"{argument["token"]?.Text}/{argument["type"]?.Text}";
            foreach (string inner in Arguments(argument))
                yield return inner;
        }
    }

    private static string Canonical(RespValue value) => value.IsAggregate
        ? $"[{string.Join(' ', value.Items.Select(item => Canonical(item)).Order(StringComparer.Ordinal))}]"
        : value.Text ?? "nil";

    private static Dictionary<string, RespValue> Entries(ServerProcess server, params string[] command)
    {
        using RespConnection connection = server.Connect();
        return connection.Ask(command).Items.Where(item => !item.IsNull).ToDictionary(item => item.Items[0].Text!);
    }

    private static Dictionary<string, RespValue> Docs(ServerProcess server)
    {
        using RespConnection connection = server.Connect();
        return connection.Ask("COMMAND", "DOCS").Items.Chunk(2).ToDictionary(pair => pair[0].Text!, pair => pair[1]);
    }
}
