using System.Text;

namespace CacheStorm.Plugins.Namespaces;

/// <summary>NSCREATE and NSDEL: namespaces come and go. Both run alone, which takes no longer for a million keys than for none.</summary>
internal sealed class ChangeCommands(INamespaces namespaces)
{
    [Command("NSCREATE", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Admin, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Makes a namespace: a keyspace with a name, and if wanted a default expiry, a quota and an eviction policy.",
        Complexity = "O(1)",
        Arguments = "name:string seconds:integer@TTL? bytes:string@MAXMEMORY? policy:string@POLICY?")]
    public void Create(CommandContext context)
    {
        if (TryOptions(context, out NamespaceOptions options))
            NamespaceErrors.Answer(context, namespaces.Create(context, context.Args[1], options));
    }

    [Command("NSDEL", Arity = 2, Flags = CommandFlags.Write | CommandFlags.Admin, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Deletes a namespace with all its keys. Connections inside fall back to default.",
        Complexity = "O(1) for the keys, whose memory is taken back beside the traffic; O(N) where N is the number of connections.",
        Arguments = "name:string")]
    public void Delete(CommandContext context) => NamespaceErrors.Answer(context, namespaces.Delete(context, context.Args[1]));

    private static bool TryOptions(CommandContext context, out NamespaceOptions options)
    {
        CommandArguments args = context.Args;
        options = default;
        for (int i = 2; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                return Refuse(context, Errors.Syntax);
            if (args.Is(i, "TTL"u8))
            {
                if (!Numbers.TryParseInt64(args[i + 1], out long seconds) || seconds is < 1 or > NamespaceOptions.LongestTtl / 1000)
                    return Refuse(context, NamespaceErrors.InvalidTtl);
                options = options with { DefaultTtl = seconds * 1000 };
            }
            else if (args.Is(i, "MAXMEMORY"u8))
            {
                ReadOnlySpan<byte> size = args[i + 1];
                if (size.IsEmpty || !MemorySizeFormat.TryReadBytes(Encoding.Latin1.GetString(size), out long bytes) || bytes < 1)
                    return Refuse(context, NamespaceErrors.InvalidMaxMemory);
                options = options with { MaxMemory = bytes };
            }
            else if (args.Is(i, "POLICY"u8))
            {
                options = options with { Policy = Encoding.Latin1.GetString(args[i + 1]) };
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }

        return true;
    }

    private static bool Refuse(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
