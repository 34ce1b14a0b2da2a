namespace CacheStorm.Plugins.Server;

/// <summary>Which clients sit on this machine: those to whom <c>local</c> in a setting gives what others may not have.</summary>
internal static class LocalClients
{
    public static bool IsLocal(ClientSession client) =>
        client.IsUnixSocket
        || client.RemoteEndPoint.StartsWith("127.0.0.1:", StringComparison.Ordinal)
        || client.RemoteEndPoint.StartsWith("[::1]:", StringComparison.Ordinal);
}
