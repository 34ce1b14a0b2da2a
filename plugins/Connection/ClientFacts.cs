namespace CacheStorm.Plugins.Connection;

/// <summary>What follows from a session's state in more than one place.</summary>
internal static class ClientFacts
{
    public static bool IsSubscriber(ClientSession client) =>
        client.Kind == ClientKind.PubSub ||
        client.Subscriptions + client.PatternSubscriptions + client.ShardSubscriptions > 0;

    /// <summary>The type by which CLIENT LIST and CLIENT KILL filter. A monitor counts as a normal client.</summary>
    public static ClientKind TypeOf(ClientSession client) => client.Kind switch
    {
        ClientKind.Replica or ClientKind.Master => client.Kind,
        _ => IsSubscriber(client) ? ClientKind.PubSub : ClientKind.Normal,
    };

    public static bool TryParseType(ReadOnlySpan<byte> name, out ClientKind kind)
    {
        kind = ClientKind.Normal;
        if (Is(name, "normal"u8))
            return true;
        if (Is(name, "slave"u8) || Is(name, "replica"u8))
            kind = ClientKind.Replica;
        else if (Is(name, "pubsub"u8))
            kind = ClientKind.PubSub;
        else if (Is(name, "master"u8))
            kind = ClientKind.Master;
        else
            return false;
        return true;
    }

    /// <summary>Names and attributes of clients are printable and without blanks, so that CLIENT LIST stays readable.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);
}
