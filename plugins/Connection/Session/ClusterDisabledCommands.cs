namespace CacheStorm.Plugins.Connection.Session;

/// <summary>
/// What cluster clients ask when they connect. A server without a cluster answers every one of these with the same error,
/// by which clients know that they talk to a single node.
/// </summary>
[CommandContainer("CLUSTER", Arity = -2, Flags = CommandFlags.None,
    Group = "cluster",
    Since = "3.0.0",
    Summary = "A container for cluster commands",
    Complexity = "Depends on subcommand.")]
internal sealed class ClusterDisabledCommands
{
    [Command("READONLY", Arity = 1, Flags = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Acl = AclCategory.Connection,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Enables read queries for a connection to a cluster replica node",
        Complexity = "O(1)")]
    [Command("READWRITE", Arity = 1, Flags = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Acl = AclCategory.Connection,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Disables read queries for a connection to a cluster replica node",
        Complexity = "O(1)")]
    [Command("ASKING", Arity = 1, Flags = CommandFlags.Fast,
        Acl = AclCategory.Connection,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Sent by cluster clients after an -ASK redirect",
        Complexity = "O(1)")]
    [Command("CLUSTER|ADDSLOTS", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Assign new hash slots to receiving node",
        Complexity = "O(N) where N is the total number of hash slot arguments",
        Arguments = "slot:integer*")]
    [Command("CLUSTER|ADDSLOTSRANGE", Arity = -4, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "7.0.0",
        Summary = "Assign new hash slots to receiving node",
        Complexity = "O(N) where N is the total number of the slots between the start slot and end slot arguments.",
        Arguments = "start-slot_end-slot={start-slot:integer end-slot:integer}*")]
    [Command("CLUSTER|BUMPEPOCH", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Advance the cluster config epoch",
        Complexity = "O(1)",
        Tips = "nondeterministic_output")]
    [Command("CLUSTER|COUNT-FAILURE-REPORTS", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Return the number of failure reports active for a given node",
        Complexity = "O(N) where N is the number of failure reports",
        Tips = "nondeterministic_output",
        Arguments = "node-id:string")]
    [Command("CLUSTER|COUNTKEYSINSLOT", Arity = 3, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Return the number of local keys in the specified hash slot",
        Complexity = "O(1)",
        Arguments = "slot:integer")]
    [Command("CLUSTER|DELSLOTS", Arity = -3, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Set hash slots as unbound in receiving node",
        Complexity = "O(N) where N is the total number of hash slot arguments",
        Arguments = "slot:integer*")]
    [Command("CLUSTER|DELSLOTSRANGE", Arity = -4, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "7.0.0",
        Summary = "Set hash slots as unbound in receiving node",
        Complexity = "O(N) where N is the total number of the slots between the start slot and end slot arguments.",
        Arguments = "start-slot_end-slot={start-slot:integer end-slot:integer}*")]
    [Command("CLUSTER|FAILOVER", Arity = -2, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Forces a replica to perform a manual failover of its master.",
        Complexity = "O(1)",
        Arguments = "options=(force!FORCE | takeover!TAKEOVER)?")]
    [Command("CLUSTER|FLUSHSLOTS", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Delete a node's own slots information",
        Complexity = "O(1)")]
    [Command("CLUSTER|FORGET", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Remove a node from the nodes table",
        Complexity = "O(1)",
        Arguments = "node-id:string")]
    [Command("CLUSTER|GETKEYSINSLOT", Arity = 4, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Return local key names in the specified hash slot",
        Complexity = "O(log(N)) where N is the number of requested keys",
        Tips = "nondeterministic_output",
        Arguments = "slot:integer count:integer")]
    [Command("CLUSTER|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "cluster",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    [Command("CLUSTER|INFO", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Provides info about Redis Cluster node state",
        Complexity = "O(1)",
        Tips = "nondeterministic_output")]
    [Command("CLUSTER|KEYSLOT", Arity = 3, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Returns the hash slot of the specified key",
        Complexity = "O(N) where N is the number of bytes in the key",
        Arguments = "key:string")]
    [Command("CLUSTER|LINKS", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "7.0.0",
        Summary = "Returns a list of all TCP links to and from peer nodes in cluster",
        Complexity = "O(N) where N is the total number of Cluster nodes",
        Tips = "nondeterministic_output")]
    [Command("CLUSTER|MEET", Arity = -4, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Force a node cluster to handshake with another node",
        Complexity = "O(1)",
        Arguments = "ip:string port:integer cluster_bus_port:integer?^4.0.0")]
    [CommandHistory("4.0.0", "Added the optional `cluster_bus_port` argument.", Command = "CLUSTER|MEET")]
    [Command("CLUSTER|MYID", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Return the node id",
        Complexity = "O(1)")]
    [Command("CLUSTER|NODES", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Get Cluster config for the node",
        Complexity = "O(N) where N is the total number of Cluster nodes",
        Tips = "nondeterministic_output")]
    [Command("CLUSTER|REPLICAS", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale,
        Group = "cluster",
        Since = "5.0.0",
        Summary = "List replica nodes of the specified master node",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "node-id:string")]
    [Command("CLUSTER|REPLICATE", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Reconfigure a node as a replica of the specified master node",
        Complexity = "O(1)",
        Arguments = "node-id:string")]
    [Command("CLUSTER|RESET", Arity = -2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Reset a Redis Cluster node",
        Complexity = "O(N) where N is the number of known nodes. The command may execute a FLUSHALL as a side effect.",
        Arguments = "hard_soft=(hard!HARD | soft!SOFT)?")]
    [Command("CLUSTER|SAVECONFIG", Arity = 2, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Forces the node to save cluster state on disk",
        Complexity = "O(1)")]
    [Command("CLUSTER|SET-CONFIG-EPOCH", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Set the configuration epoch in a new node",
        Complexity = "O(1)",
        Arguments = "config-epoch:integer")]
    [Command("CLUSTER|SETSLOT", Arity = -4, Flags = CommandFlags.Admin | CommandFlags.Stale | CommandFlags.NoAsyncLoading,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Bind a hash slot to a specific node",
        Complexity = "O(1)",
        Arguments = "slot:integer subcommand=(node-id:string@IMPORTING | node-id:string@MIGRATING | node-id:string@NODE | stable!STABLE)")]
    [Command("CLUSTER|SHARDS", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "7.0.0",
        Summary = "Get array of cluster slots to node mappings",
        Complexity = "O(N) where N is the total number of cluster nodes",
        Tips = "nondeterministic_output")]
    [Command("CLUSTER|SLAVES", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "List replica nodes of the specified master node",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        DeprecatedSince = "5.0.0",
        ReplacedBy = "`CLUSTER REPLICAS`",
        Arguments = "node-id:string")]
    [Command("CLUSTER|SLOTS", Arity = 2, Flags = CommandFlags.Stale,
        Group = "cluster",
        Since = "3.0.0",
        Summary = "Get array of Cluster slot to node mappings",
        Complexity = "O(N) where N is the total number of Cluster nodes",
        Tips = "nondeterministic_output",
        DeprecatedSince = "7.0.0",
        ReplacedBy = "`CLUSTER SHARDS`")]
    [CommandHistory("4.0.0", "Added node IDs.", Command = "CLUSTER|SLOTS")]
    [CommandHistory("7.0.0", "Added additional networking metadata field.", Command = "CLUSTER|SLOTS")]
    public void Refuse(CommandContext context) => context.Reply.Error(ErrorText.ClusterDisabled);
}
