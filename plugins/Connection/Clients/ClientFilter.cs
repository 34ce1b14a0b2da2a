using System.Text;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>Which clients CLIENT KILL means. All conditions given must hold.</summary>
internal readonly ref struct ClientFilter
{
    private readonly long? _id;
    private readonly ClientKind? _type;
    private readonly string? _user;
    private readonly string? _address;
    private readonly string? _localAddress;
    private readonly long _minimumAge;

    /// <summary>The old form: an address alone, which may be one's own.</summary>
    public ClientFilter(ReadOnlySpan<byte> address) => _address = Encoding.UTF8.GetString(address);

    private ClientFilter(long? id, ClientKind? type, string? user, string? address, string? localAddress,
        long minimumAge, bool skipCaller)
    {
        _id = id;
        _type = type;
        _user = user;
        _address = address;
        _localAddress = localAddress;
        _minimumAge = minimumAge;
        SkipsCaller = skipCaller;
    }

    /// <summary>The caller is spared.</summary>
    public bool SkipsCaller { get; }

    /// <summary>Reads pairs of option and value from the third argument on. Writes the error when that fails.</summary>
    public static bool TryParse(CommandContext context, IClients clients, out ClientFilter filter)
    {
        filter = default;
        CommandArguments args = context.Args;
        ReplyWriter reply = context.Reply;
        long? id = null;
        ClientKind? type = null;
        string? user = null, address = null, localAddress = null;
        long minimumAge = 0;
        bool skipCaller = true;

        for (int i = 2; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                return Fail(reply, Errors.Syntax);
            ReadOnlySpan<byte> value = args[i + 1];
            if (args.Is(i, "ID"u8))
            {
                if (!Numbers.TryParseInt64(value, out long number) || number < 1)
                    return Fail(reply, "ERR client-id should be greater than 0"u8);
                id = number;
            }
            else if (args.Is(i, "TYPE"u8))
            {
                if (!ClientFacts.TryParseType(value, out ClientKind kind))
                    return FailQuoting(reply, "ERR Unknown client type '"u8, value);
                type = kind;
            }
            else if (args.Is(i, "ADDR"u8))
                address = Encoding.UTF8.GetString(value);
            else if (args.Is(i, "LADDR"u8))
                localAddress = Encoding.UTF8.GetString(value);
            else if (args.Is(i, "USER"u8))
            {
                user = Encoding.UTF8.GetString(value);
                if (!IsKnownUser(user, clients))
                    return FailQuoting(reply, "ERR No such user '"u8, value);
            }
            else if (args.Is(i, "SKIPME"u8))
            {
                skipCaller = args.Is(i + 1, "yes"u8);
                if (!skipCaller && !args.Is(i + 1, "no"u8))
                    return Fail(reply, Errors.Syntax);
            }
            else if (args.Is(i, "MAXAGE"u8))
            {
                if (!Numbers.TryParseInt64(value, out minimumAge))
                    return Fail(reply, "ERR maxage is not an integer or out of range"u8);
                if (minimumAge <= 0)
                    return Fail(reply, "ERR maxage should be greater than 0"u8);
            }
            else
                return Fail(reply, Errors.Syntax);
        }
        filter = new ClientFilter(id, type, user, address, localAddress, minimumAge, skipCaller);
        return true;
    }

    /// <summary>Whether the client is meant; the caller, too, when it is not spared.</summary>
    public bool Matches(ClientSession client, ClientSession caller) =>
        (_address is null || client.RemoteEndPoint == _address) &&
        (_localAddress is null || client.LocalEndPoint == _localAddress) &&
        (_type is null || ClientFacts.TypeOf(client) == _type) &&
        (_id is null || client.Id == _id) &&
        (_user is null || client.User == _user) &&
        (_minimumAge == 0 || client.Statistics.AgeSeconds >= _minimumAge) &&
        !(SkipsCaller && client == caller);

    /// <summary>The default user always exists; others are known by the clients that act as them.</summary>
    private static bool IsKnownUser(string user, IClients clients)
    {
        if (user == "default")
            return true;
        foreach (ClientSession client in clients.All())
        {
            if (client.User == user)
                return true;
        }
        return false;
    }

    private static bool Fail(ReplyWriter reply, ReadOnlySpan<byte> error)
    {
        reply.Error(error);
        return false;
    }

    private static bool FailQuoting(ReplyWriter reply, ReadOnlySpan<byte> before, ReadOnlySpan<byte> value)
    {
        ErrorText.Quoting(reply, before, value, "'"u8);
        return false;
    }
}
