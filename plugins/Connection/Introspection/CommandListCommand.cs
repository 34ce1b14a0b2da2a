using System.Text;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>COMMAND LIST: the names of commands and subcommands.</summary>
internal sealed class CommandListCommand(ICommandTable table)
{
    [Command("COMMAND|LIST", Arity = -2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "7.0.0",
        Summary = "Get an array of Redis command names",
        Complexity = "O(N) where N is the total number of Redis commands",
        Tips = "nondeterministic_output_order",
        Arguments = "filterby=(module-name:string@MODULE | category:string@ACLCAT | pattern:pattern@PATTERN)@FILTERBY?")]
    public void List(CommandContext context)
    {
        if (!CommandListFilter.TryParse(context, out CommandListFilter filter))
            return;
        DeferredLength array = context.Reply.DeferredArray();
        int count = 0;
        foreach (CommandInfo command in table.Commands)
        {
            count += Write(context.Reply, command, filter);
            foreach (CommandInfo subcommand in command.Subcommands)
                count += Write(context.Reply, subcommand, filter);
        }
        context.Reply.Complete(array, count);
    }

    private static int Write(ReplyWriter reply, CommandInfo command, CommandListFilter filter)
    {
        if (!filter.Matches(command))
            return 0;
        reply.Bulk(Encoding.UTF8.GetBytes(command.FullName));
        return 1;
    }
}
