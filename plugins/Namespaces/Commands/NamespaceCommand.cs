using System.Text;

namespace CacheStorm.Plugins.Namespaces;

/// <summary>NAMESPACE and NAMESPACES: where a connection is, where it goes, and where it could.</summary>
internal sealed class NamespaceCommand(INamespaces namespaces)
{
    [Command("NAMESPACE", Arity = -1, Flags = CommandFlags.MayRunAlone | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Acl = AclCategory.Connection,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Returns the connection's namespace, or switches to another one.",
        Complexity = "O(1)",
        Arguments = "name:string?")]
    public void Namespace(CommandContext context)
    {
        if (context.Args.Count > 2)
        {
            context.Reply.Error("ERR wrong number of arguments for 'namespace' command"u8);
        }
        else if (context.Args.Count == 1)
        {
            Names.Reply(context.Reply, namespaces.NameOf(context.Client.Namespace)!);
        }
        else if (namespaces.TryFind(context.Args[1], out int index))
        {
            context.Client.Namespace = index;
            context.Reply.Ok();
        }
        else
        {
            context.Reply.Error(NamespaceErrors.NotFound);
        }
    }

    [Command("NAMESPACES", Arity = 1, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Keyspace,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Returns the names: default, the numbered ones that hold keys or were set up, and all others.",
        Complexity = "O(N) where N is the number of namespaces.")]
    public void List(CommandContext context)
    {
        DeferredLength length = context.Reply.DeferredArray();
        int count = 1;
        context.Reply.Bulk("default"u8);
        foreach (NamespaceStatistics one in namespaces.All())
        {
            if (one.Index == 0 || one.Index < namespaces.DatabaseCount && one.Keys == 0 && one.Options == default)
                continue;
            Names.Reply(context.Reply, one.Name);
            count++;
        }

        context.Reply.Complete(length, count);
    }
}

/// <summary>Names as replies.</summary>
internal static class Names
{
    /// <summary>Writes a name, or another short text of ASCII.</summary>
    public static void Reply(ReplyWriter reply, string name)
    {
        Span<byte> bytes = stackalloc byte[256];
        reply.Bulk(bytes[..Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, bytes.Length)), bytes)]);
    }
}
