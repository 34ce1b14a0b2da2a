using System.Text;

namespace CacheStorm.Plugins.Connection.Session;

/// <summary>HELLO: the handshake, in which a client picks the protocol, and may authenticate and name itself.</summary>
internal sealed class HelloCommand(IExtensions<IAuthenticator> authenticators, IServerControl server)
{
    private readonly Authentication _authentication = new(authenticators);
    private readonly byte[] _version = Encoding.ASCII.GetBytes(server.RedisVersion);

    [Command("HELLO", Arity = -1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.NoAuth | CommandFlags.AllowBusy,
        Group = "connection",
        Since = "6.0.0",
        Summary = "Handshake with Redis",
        Complexity = "O(1)",
        Arguments = "arguments={protover:integer username_password={username:string password:string}@AUTH? clientname:string@SETNAME?}?")]
    [CommandHistory("6.2.0", "`protover` made optional; when called without arguments the command reports the current connection's context.")]
    public void Hello(CommandContext context)
    {
        if (!TryReadProtocol(context, out int protocol) || !TryApplyOptions(context))
            return;
        if (!context.Client.IsAuthenticated)
        {
            context.Reply.Error(ErrorText.HelloUnauthenticated);
            return;
        }
        if (protocol != 0)
            context.Client.Protocol = protocol;
        WriteFacts(context);
    }

    /// <summary>Reads the version asked for; 0 when the client asks for none.</summary>
    private static bool TryReadProtocol(CommandContext context, out int protocol)
    {
        protocol = 0;
        if (context.Args.Count == 1)
            return true;
        if (!Numbers.TryParseInt64(context.Args[1], out long version))
        {
            context.Reply.Error("ERR Protocol version is not an integer or out of range"u8);
            return false;
        }
        if (version is < 2 or > 3)
        {
            context.Reply.Error("NOPROTO unsupported protocol version"u8);
            return false;
        }
        protocol = (int)version;
        return true;
    }

    /// <summary>Applies the options in their order, each at once: what stands before a faulty one has happened.</summary>
    private bool TryApplyOptions(CommandContext context)
    {
        CommandArguments args = context.Args;
        for (int i = 2; i < args.Count;)
        {
            int more = args.Count - 1 - i;
            if (more >= 2 && args.Is(i, "AUTH"u8))
            {
                context.Redact(i + 1);
                context.Redact(i + 2);
                if (!_authentication.TryAuthenticate(context, args[i + 1], args[i + 2]))
                    return false;
                i += 3;
            }
            else if (more >= 1 && args.Is(i, "SETNAME"u8))
            {
                if (!ClientNames.TrySetName(context, args[i + 1]))
                    return false;
                i += 2;
            }
            else
            {
                ErrorText.Quoting(context.Reply, "ERR Syntax error in HELLO option '"u8, args[i], "'"u8);
                return false;
            }
        }
        return true;
    }

    private void WriteFacts(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Map(7);
        reply.Bulk("server"u8);
        reply.Bulk("redis"u8);
        reply.Bulk("version"u8);
        reply.Bulk(_version);
        reply.Bulk("proto"u8);
        reply.Integer(context.Client.Protocol);
        reply.Bulk("id"u8);
        reply.Integer(context.Client.Id);
        reply.Bulk("mode"u8);
        reply.Bulk("standalone"u8);
        reply.Bulk("role"u8);
        reply.Bulk("master"u8);
        reply.Bulk("modules"u8);
        reply.Array(0);
    }
}
