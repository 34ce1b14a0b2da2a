using static CacheStorm.ConfigFlags;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Redis' settings whose feature is not the host's: checked, kept and answered, so that configuration files, clients
/// and tools find them, until a plugin declares one and thereby takes it over. They stand in the YAML section
/// <c>redis</c>.
/// </summary>
internal static class InertDirectives
{
    public const string Section = "redis";

    private const string Persistence = "without the persistence plugin";
    private const string Replication = "without the replication plugin";
    private const string Cluster = "without the cluster plugin";
    private const string Auth = "without the auth plugin";
    private const string Scripting = "without the scripting plugin";
    private const string PubSub = "without the pubsub plugin";
    private const string SlowLog = "without the slowlog plugin";
    private const string Lists = "without the lists plugin";
    private const string Hashes = "without the hashes plugin";
    private const string Sets = "without the sets plugin";
    private const string SortedSets = "without the sortedsets plugin";
    private const string Streams = "without the streams plugin";
    private const string HyperLogLog = "without the hyperloglog plugin";
    private const string Tracking = "without client-side caching";
    private const string Defragmentation = "here: memory is kept in slabs of its own";
    private const string Platform = "here: the platform decides";

    public static IEnumerable<ConfigParameter> Declare() =>
    [
        .. PersistenceSettings(), .. ReplicationSettings(), .. ClusterSettings(), .. TypeSettings(), .. OtherSettings(),
        .. PlatformSettings(),
    ];

    private static IEnumerable<ConfigParameter> PersistenceSettings() =>
    [
        Of("save", new SavePointsFormat(), "3600 1 300 100 60 10000", Persistence, "Snapshots after so many seconds with so many changes.", Accumulates | MultiValue),
        Text("dbfilename", "dump.rdb", Persistence, "Name of the snapshot file.", Protected,
            name => name.Contains('/') ? "dbfilename can't be a path, just a filename" : null),
        YesNo("rdbcompression", "yes", Persistence, "Compresses values in snapshots."),
        YesNo("rdbchecksum", "yes", Persistence, "Ends a snapshot with a checksum.", Immutable),
        YesNo("rdb-del-sync-files", "no", Persistence, "Removes snapshots made for replicas."),
        YesNo("rdb-save-incremental-fsync", "yes", Persistence, "Writes snapshots to disk in steps."),
        YesNo("stop-writes-on-bgsave-error", "yes", Persistence, "Refuses writes after a snapshot failed."),
        YesNo("appendonly", "no", Persistence, "Keeps a log of all changes."),
        Text("appendfilename", "appendonly.aof", Persistence, "Base name of the log's files.", Immutable),
        Text("appenddirname", "appendonlydir", Persistence, "Folder of the log's files.", Immutable),
        Choice("appendfsync", "everysec", Persistence, "When the log is forced to disk.", "everysec", "always", "no"),
        YesNo("no-appendfsync-on-rewrite", "no", Persistence, "Doesn't force the log to disk while it is rewritten."),
        Number("auto-aof-rewrite-percentage", "100", 0, int.MaxValue, Persistence, "Growth in percent that has the log rewritten; 0 never."),
        Size("auto-aof-rewrite-min-size", "64mb", 0, Persistence, "Size below which the log is not rewritten."),
        YesNo("aof-load-truncated", "yes", Persistence, "Starts with a log whose end is cut off."),
        YesNo("aof-use-rdb-preamble", "yes", Persistence, "Starts a rewritten log with a snapshot."),
        YesNo("aof-timestamp-enabled", "no", Persistence, "Notes the time in the log."),
        YesNo("aof-rewrite-incremental-fsync", "yes", Persistence, "Writes a rewritten log to disk in steps."),
        YesNo("aof-disable-auto-gc", "no", Persistence, "Keeps the log's old files."),
    ];

    private static IEnumerable<ConfigParameter> ReplicationSettings() =>
    [
        Of("replicaof", new ListFormat { Meaning = "host and port, or nothing", MaxCount = 2 }, "", Replication, "The server that this one replicates.", Immutable | MultiValue, "slaveof"),
        Text("masteruser", "", Replication, "User name for the primary."),
        Text("masterauth", "", Replication, "Password for the primary.", Sensitive),
        YesNo("replica-serve-stale-data", "yes", Replication, "Answers while the primary can't be reached.", None, "slave-serve-stale-data"),
        YesNo("replica-read-only", "yes", Replication, "Refuses writes from clients.", None, "slave-read-only"),
        YesNo("replica-ignore-maxmemory", "yes", Replication, "Leaves eviction to the primary.", None, "slave-ignore-maxmemory"),
        YesNo("replica-ignore-disk-write-errors", "no", Replication, "Goes on after a failed write to disk."),
        YesNo("replica-lazy-flush", "no", Replication, "Empties the store in the background before a full copy.", None, "slave-lazy-flush"),
        YesNo("replica-announced", "yes", Replication, "Shows up in reports of replicas."),
        Number("replica-priority", "100", 0, int.MaxValue, Replication, "Rank for promotion; 0 never.", None, "slave-priority"),
        Text("replica-announce-ip", "", Replication, "Address to tell the primary.", None, null, "slave-announce-ip"),
        Number("replica-announce-port", "0", 0, 65535, Replication, "Port to tell the primary.", None, "slave-announce-port"),
        Number("min-replicas-to-write", "0", 0, int.MaxValue, Replication, "Replicas that must be in step for writes.", None, "min-slaves-to-write"),
        Number("min-replicas-max-lag", "10", 0, int.MaxValue, Replication, "Seconds behind that still count as in step.", None, "min-slaves-max-lag"),
        Number("repl-ping-replica-period", "10", 1, int.MaxValue, Replication, "Seconds between signs of life.", None, "repl-ping-slave-period"),
        Number("repl-timeout", "60", 1, int.MaxValue, Replication, "Seconds without a sign of life that break the link."),
        Size("repl-backlog-size", "1mb", 1, Replication, "Changes kept for replicas that come back."),
        Number("repl-backlog-ttl", "3600", 0, long.MaxValue, Replication, "Seconds that they are kept without replicas."),
        YesNo("repl-disable-tcp-nodelay", "no", Replication, "Sends fewer, larger packets to replicas."),
        YesNo("repl-diskless-sync", "yes", Replication, "Sends a full copy without a file."),
        Number("repl-diskless-sync-delay", "5", 0, int.MaxValue, Replication, "Seconds to wait for more replicas before that."),
        Number("repl-diskless-sync-max-replicas", "0", 0, int.MaxValue, Replication, "Replicas that end the wait; 0 is none."),
        Choice("repl-diskless-load", "disabled", Replication, "Loads a full copy without a file.", "disabled", "on-empty-db", "swapdb"),
        Choice("propagation-error-behavior", "ignore", Replication, "What an error while replicating does.", "ignore", "panic", "panic-on-replicas"),
        Text("bind-source-addr", "", Replication, "Address that outgoing connections start from."),
        YesNo("tls-replication", "no", Replication, "Encrypts the link to the primary."),
        Text("tls-client-cert-file", "", Replication, "Certificate for outgoing connections."),
        Text("tls-client-key-file", "", Replication, "Its private key."),
        Text("tls-client-key-file-pass", "", Replication, "The key's passphrase.", Sensitive),
    ];

    private static IEnumerable<ConfigParameter> ClusterSettings() =>
    [
        YesNo("cluster-enabled", "no", Cluster, "Is a node of a cluster.", Immutable),
        Text("cluster-config-file", "nodes.conf", Cluster, "The node's own file.", Immutable),
        Number("cluster-node-timeout", "15000", 0, long.MaxValue, Cluster, "Milliseconds after which a node counts as failed."),
        Number("cluster-port", "0", 0, 65535, Cluster, "Port of the cluster bus; 0 is 10000 above the port.", Immutable),
        Number("cluster-migration-barrier", "1", 0, int.MaxValue, Cluster, "Replicas that a primary keeps when others are orphaned."),
        Number("cluster-replica-validity-factor", "10", 0, int.MaxValue, Cluster, "How far behind a replica may be promoted.", None, "cluster-slave-validity-factor"),
        YesNo("cluster-replica-no-failover", "no", Cluster, "Is never promoted by itself.", None, "cluster-slave-no-failover"),
        YesNo("cluster-require-full-coverage", "yes", Cluster, "Answers only while all slots are served."),
        YesNo("cluster-allow-reads-when-down", "no", Cluster, "Answers reads while the cluster is down."),
        YesNo("cluster-allow-pubsubshard-when-down", "yes", Cluster, "Serves sharded channels while the cluster is down."),
        YesNo("cluster-allow-replica-migration", "yes", Cluster, "Moves replicas to orphaned primaries."),
        Size("cluster-link-sendbuf-limit", "0", 0, Cluster, "Memory for one link of the bus; 0 is no limit."),
        Text("cluster-announce-ip", "", Cluster, "Address to tell other nodes."),
        Text("cluster-announce-hostname", "", Cluster, "Host name to tell other nodes.", None, CheckHostname),
        Number("cluster-announce-port", "0", 0, 65535, Cluster, "Port to tell other nodes."),
        Number("cluster-announce-tls-port", "0", 0, 65535, Cluster, "TLS port to tell other nodes."),
        Number("cluster-announce-bus-port", "0", 0, 65535, Cluster, "Bus port to tell other nodes."),
        Choice("cluster-preferred-endpoint-type", "ip", Cluster, "What redirections name.", "ip", "hostname", "unknown-endpoint"),
        YesNo("tls-cluster", "no", Cluster, "Encrypts the cluster bus."),
    ];

    private static IEnumerable<ConfigParameter> TypeSettings() =>
    [
        Number("list-max-listpack-size", "-2", int.MinValue, int.MaxValue, Lists, "Elements of a packed block, or -1 to -5 for 4 kb to 64 kb.", None, "list-max-ziplist-size"),
        Number("list-compress-depth", "0", 0, int.MaxValue, Lists, "Blocks at either end that are not compressed; 0 compresses none."),
        Number("hash-max-listpack-entries", "512", 0, long.MaxValue, Hashes, "Fields of a packed hash at most.", None, "hash-max-ziplist-entries"),
        Size("hash-max-listpack-value", "64", 0, Hashes, "The longest field or value of a packed hash.", "hash-max-ziplist-value"),
        Number("set-max-intset-entries", "512", 0, long.MaxValue, Sets, "Members of a packed set of numbers at most."),
        Number("zset-max-listpack-entries", "128", 0, long.MaxValue, SortedSets, "Members of a packed sorted set at most.", None, "zset-max-ziplist-entries"),
        Size("zset-max-listpack-value", "64", 0, SortedSets, "The longest member of a packed sorted set.", "zset-max-ziplist-value"),
        Size("stream-node-max-bytes", "4kb", 0, Streams, "Size of a stream's node; 0 is no limit."),
        Number("stream-node-max-entries", "100", 0, long.MaxValue, Streams, "Entries of a stream's node; 0 is no limit."),
        Size("hll-sparse-max-bytes", "3000", 0, HyperLogLog, "Size up to which a HyperLogLog is kept sparse."),
    ];

    private static IEnumerable<ConfigParameter> OtherSettings() =>
    [
        Text("aclfile", "", Auth, "File of users.", Immutable),
        Number("acllog-max-len", "128", 0, long.MaxValue, Auth, "Refusals that are remembered."),
        Choice("acl-pubsub-default", "resetchannels", Auth, "Channels of a new user.", "allchannels", "resetchannels"),
        Text("notify-keyspace-events", "", PubSub, "Which events on keys are published.", None, CheckEventClasses),
        Number("busy-reply-threshold", "5000", 0, long.MaxValue, Scripting, "Milliseconds after which a script counts as slow.", None, "lua-time-limit"),
        Number("slowlog-log-slower-than", "10000", -1, long.MaxValue, SlowLog, "Microseconds from which a command is noted; -1 notes none."),
        Number("slowlog-max-len", "128", 0, long.MaxValue, SlowLog, "Commands that are remembered."),
        Number("latency-monitor-threshold", "0", 0, long.MaxValue, SlowLog, "Milliseconds from which an event is noted; 0 notes none."),
        Number("tracking-table-max-keys", "1000000", 0, long.MaxValue, Tracking, "Keys remembered for clients' caches; 0 is no limit."),
    ];

    private static IEnumerable<ConfigParameter> PlatformSettings() =>
    [
        YesNo("activedefrag", "no", Defragmentation, "Defragments memory.", None),
        Number("active-defrag-cycle-min", "1", 1, 99, Defragmentation, "Least share of a processor for it in percent."),
        Number("active-defrag-cycle-max", "25", 1, 99, Defragmentation, "Greatest share of a processor for it in percent."),
        Number("active-defrag-threshold-lower", "10", 0, 1000, Defragmentation, "Fragmentation in percent that starts it."),
        Number("active-defrag-threshold-upper", "100", 0, 1000, Defragmentation, "Fragmentation in percent with the greatest effort."),
        Number("active-defrag-max-scan-fields", "1000", 1, long.MaxValue, Defragmentation, "Fields handled at once."),
        Size("active-defrag-ignore-bytes", "100mb", 1, Defragmentation, "Waste below which it doesn't start."),
        YesNo("jemalloc-bg-thread", "yes", Defragmentation, "Gives memory back from a thread."),
        YesNo("disable-thp", "yes", Platform, "Switches huge pages off.", Immutable),
        YesNo("io-threads-do-reads", "no", "here: I/O threads always read", "Reads in I/O threads, too.", Immutable),
        Choice("oom-score-adj", "no", Platform, "Adjusts the kernel's choice when memory runs out.", "no", "yes", "relative", "absolute"),
        Of("oom-score-adj-values", new OomScoresFormat(), "0 200 800", Platform, "The adjustments.", MultiValue),
        Text("server_cpulist", "", Platform, "Processors of the server's threads.", Immutable),
        Text("bio_cpulist", "", Platform, "Processors of background threads.", Immutable),
        Text("aof_rewrite_cpulist", "", Platform, "Processors for rewriting the log.", Immutable),
        Text("bgsave_cpulist", "", Platform, "Processors for snapshots.", Immutable),
        Number("socket-mark-id", "0", 0, uint.MaxValue, Platform, "Mark on listening sockets.", Immutable),
        YesNo("syslog-enabled", "no", "here: the log goes to standard output or a file", "Logs to syslog.", Immutable),
        Text("syslog-ident", "redis", "here: the log goes to standard output or a file", "Name in syslog.", Immutable),
        Of("syslog-facility", new ChoiceFormat("user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"),
            "local0", "here: the log goes to standard output or a file", "Facility of syslog.", Immutable),
        YesNo("always-show-logo", "no", "here: there is no logo", "Shows the logo in the log.", Immutable),
        YesNo("crash-log-enabled", "yes", "here: the runtime reports crashes", "Reports crashes in the log."),
        YesNo("crash-memcheck-enabled", "yes", "here: the runtime reports crashes", "Checks memory after a crash."),
        Text("ignore-warnings", "", "here: there are no such warnings", "Warnings that don't stop the start."),
    ];

    private static ConfigParameter Of(
        string name, ConfigFormat format, string value, string inert, string summary, ConfigFlags flags = None, params string[] aliases)
        => new(name, format, value)
        {
            Aliases = aliases,
            YamlPath = $"{Section}.{name.Replace('-', '_')}",
            Flags = flags,
            Inert = inert,
            Summary = summary,
        };

    private static ConfigParameter YesNo(string name, string value, string inert, string summary, ConfigFlags flags = None, params string[] aliases)
        => Of(name, BooleanFormat.Instance, value, inert, summary, flags, aliases);

    private static ConfigParameter Number(
        string name, string value, long min, long max, string inert, string summary, ConfigFlags flags = None, params string[] aliases)
        => Of(name, new IntegerFormat(min, max), value, inert, summary, flags, aliases);

    private static ConfigParameter Size(string name, string value, long min, string inert, string summary, params string[] aliases)
        => Of(name, new MemorySizeFormat(min), value, inert, summary, None, aliases);

    private static ConfigParameter Text(
        string name, string value, string inert, string summary, ConfigFlags flags = None, Func<string, string?>? check = null, params string[] aliases)
        => Of(name, check is null ? TextFormat.Any : new TextFormat { Check = check }, value, inert, summary, flags, aliases);

    private static ConfigParameter Choice(string name, string value, string inert, string summary, params string[] words)
        => Of(name, new ChoiceFormat(words), value, inert, summary);

    private static string? CheckEventClasses(string classes)
        => classes.AsSpan().ContainsAnyExcept("Ag$lshzxeKEtmdni") ? "Invalid event class character. Use 'Ag$lshzxeKEtmdn'." : null;

    private static string? CheckHostname(string name)
        => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? null
            : "Hostnames may only contain alphanumeric characters, hyphens or dots";
}
