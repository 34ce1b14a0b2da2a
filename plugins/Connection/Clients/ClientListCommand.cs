using System.Buffers;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT LIST: all clients, those of a type, or those with the ids given.</summary>
internal sealed class ClientListCommand(IClients clients)
{
    [Command("CLIENT|LIST", Arity = -2, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "2.4.0",
        Summary = "Get the list of client connections",
        Complexity = "O(N) where N is the number of client connections",
        Tips = "nondeterministic_output",
        Arguments = "normal_master_replica_pubsub=(normal!NORMAL | master!MASTER | replica!REPLICA | pubsub!PUBSUB)@TYPE?^5.0.0 id={client-id:integer*}@ID?^6.2.0")]
    [CommandHistory("2.8.12", "Added unique client `id` field.")]
    [CommandHistory("5.0.0", "Added optional `TYPE` filter.")]
    [CommandHistory("6.0.0", "Added `user` field.")]
    [CommandHistory("6.2.0", "Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter.")]
    [CommandHistory("7.0.0", "Added `resp`, `multi-mem`, `rbs` and `rbp` fields.")]
    [CommandHistory("7.0.3", "Added `ssub` field.")]
    public void List(CommandContext context)
    {
        CommandArguments args = context.Args;
        var text = new ArrayBufferWriter<byte>();
        if (args.Count == 2)
            ListAll(text);
        else if (args.Count == 4 && args.Is(2, "TYPE"u8))
        {
            if (!TryListType(context, text))
                return;
        }
        else if (args.Count > 3 && args.Is(2, "ID"u8))
        {
            if (!TryListIds(context, text))
                return;
        }
        else
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        context.Reply.Verbatim("txt"u8, text.WrittenSpan);
    }

    private void ListAll(ArrayBufferWriter<byte> text)
    {
        foreach (ClientSession client in clients.All())
            ClientLine.Append(text, client);
    }

    private bool TryListType(CommandContext context, ArrayBufferWriter<byte> text)
    {
        if (!ClientFacts.TryParseType(context.Args[3], out ClientKind type))
        {
            ErrorText.Quoting(context.Reply, "ERR Unknown client type '"u8, context.Args[3], "'"u8);
            return false;
        }
        foreach (ClientSession client in clients.All())
        {
            if (ClientFacts.TypeOf(client) == type)
                ClientLine.Append(text, client);
        }
        return true;
    }

    private bool TryListIds(CommandContext context, ArrayBufferWriter<byte> text)
    {
        for (int i = 3; i < context.Args.Count; i++)
        {
            if (!Numbers.TryParseInt64(context.Args[i], out long id))
            {
                context.Reply.Error("ERR Invalid client ID"u8);
                return false;
            }
            if (clients.TryGet(id, out ClientSession? client))
                ClientLine.Append(text, client);
        }
        return true;
    }
}
