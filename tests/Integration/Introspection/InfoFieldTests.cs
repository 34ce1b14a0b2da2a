using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Introspection;

/// <summary>Whoever reads redis-server's INFO finds the same fields in ours.</summary>
[Collection(ServerPairGroup.Name)]
public sealed partial class InfoFieldTests(ServerPair servers)
{
    /// <summary>Fields of redis-server that have no meaning here, each with the reason.</summary>
    private static readonly Dictionary<string, string> Without = new()
    {
        ["redis_git_sha1"] = "describes a build of Redis",
        ["redis_git_dirty"] = "describes a build of Redis",
        ["redis_build_id"] = "describes a build of Redis",
        ["gcc_version"] = "no C compiler took part",
        ["atomicvar_api"] = "a choice inside Redis' C code",
        ["monotonic_clock"] = "a choice inside Redis' C code",
        ["allocator_allocated"] = "figures of jemalloc",
        ["allocator_active"] = "figures of jemalloc",
        ["allocator_resident"] = "figures of jemalloc",
        ["allocator_frag_ratio"] = "figures of jemalloc",
        ["allocator_frag_bytes"] = "figures of jemalloc",
        ["allocator_rss_ratio"] = "figures of jemalloc",
        ["allocator_rss_bytes"] = "figures of jemalloc",
        ["rss_overhead_ratio"] = "figures of jemalloc",
        ["rss_overhead_bytes"] = "figures of jemalloc",
        ["active_defrag_running"] = "belongs to jemalloc's defragmentation",
        ["active_defrag_hits"] = "belongs to jemalloc's defragmentation",
        ["active_defrag_misses"] = "belongs to jemalloc's defragmentation",
        ["active_defrag_key_hits"] = "belongs to jemalloc's defragmentation",
        ["active_defrag_key_misses"] = "belongs to jemalloc's defragmentation",
        ["total_active_defrag_time"] = "belongs to jemalloc's defragmentation",
        ["current_active_defrag_time"] = "belongs to jemalloc's defragmentation",
        ["current_cow_peak"] = "snapshots are taken without fork",
        ["current_cow_size"] = "snapshots are taken without fork",
        ["current_cow_size_age"] = "snapshots are taken without fork",
        ["current_fork_perc"] = "snapshots are taken without fork",
        ["rdb_last_cow_size"] = "snapshots are taken without fork",
        ["aof_last_cow_size"] = "snapshots are taken without fork",
        ["total_forks"] = "nothing forks",
        ["latest_fork_usec"] = "nothing forks",
        ["dump_payload_sanitizations"] = "payloads are always checked",
        ["unexpected_error_replies"] = "counts errors inside Redis' scripts and AOF loading",
        ["mem_cluster_links"] = "belongs to Redis' cluster bus",
        ["cluster_connections"] = "belongs to Redis' cluster bus",
    };

    public static TheoryData<string> Sections() =>
        ["server", "clients", "memory", "persistence", "stats", "replication", "cpu", "cluster", "modules"];

    [SkippableTheory]
    [MemberData(nameof(Sections))]
    public void A_section_has_every_field_that_redis_server_has(string section)
    {
        IEnumerable<string> expected = Fields(servers.Oracle, section).Where(field => !Without.ContainsKey(field));
        IReadOnlySet<string> actual = Fields(servers.Ours, section).ToHashSet();
        string[] missing = [.. expected.Where(field => !actual.Contains(field))];
        Assert.True(missing.Length == 0, $"missing in {section}: {string.Join(' ', missing)}");
    }

    [SkippableFact]
    public void Ours_says_which_Redis_it_answers_like_and_which_CacheStorm_it_is()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        string server = Info(servers.Ours, "server");
        Assert.Matches(@"redis_version:\d+\.\d+\.\d+\r\n", server);
        Assert.Matches(@"cachestorm_version:\d+\.\d+", server);
    }

    /// <summary>A field whose value cannot be parsed is worse than one that is missing.</summary>
    [SkippableFact]
    public void Every_line_is_a_title_or_a_field()
    {
        foreach (string line in Info(servers.Ours, "everything").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            Assert.Matches(@"^(# \w+|[\w.|-]+:.*)$", line);
    }

    private static IEnumerable<string> Fields(ServerProcess server, string section) =>
        FieldPattern().Matches(Info(server, section)).Select(match => match.Groups[1].Value);

    private static string Info(ServerProcess server, string section)
    {
        using RespConnection connection = server.Connect();
        return connection.Ask("INFO", section).Text!;
    }

    [GeneratedRegex(@"^(\w+):", RegexOptions.Multiline)]
    private static partial Regex FieldPattern();
}
