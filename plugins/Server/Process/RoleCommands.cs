namespace CacheStorm.Plugins.Server;

/// <summary>ROLE and LASTSAVE of a master that stands alone and keeps its keys in memory only.</summary>
internal sealed class RoleCommands(IServerControl server)
{
    [Command("ROLE", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Acl = AclCategory.Admin | AclCategory.Dangerous,
        Group = "server",
        Since = "2.8.12",
        Summary = "Return the role of the instance in the context of replication",
        Complexity = "O(1)")]
    public void Role(CommandContext context)
    {
        context.Reply.Array(3);
        context.Reply.Bulk("master"u8);
        context.Reply.Integer(0);
        context.Reply.Array(0);
    }

    [Command("LASTSAVE", Arity = 1, Flags = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Acl = AclCategory.Admin | AclCategory.Dangerous,
        Group = "server",
        Since = "1.0.0",
        Summary = "Get the UNIX time stamp of the last successful save to disk",
        Complexity = "O(1)",
        Tips = "nondeterministic_output")]
    public void LastSave(CommandContext context) => context.Reply.Integer(server.StartedAt.ToUnixTimeSeconds());
}
