namespace CacheStorm.Host.Configuration;

/// <summary>The error replies of CONFIG, as Redis 7.0 gives them.</summary>
internal static class ConfigErrors
{
    public const string NoFile = "ERR The server is running without a config file";
    public const string Immutable = "can't set immutable config";
    public const string Protected = "can't set protected config";
    public const string Duplicate = "duplicate parameter";

    public static string Unknown(string name) => $"ERR Unknown option or number of arguments for CONFIG SET - '{name}'";

    public static string SetFailed(string name, string reason)
        => $"ERR CONFIG SET failed (possibly related to argument '{name}') - {reason}";

    public static string RewriteFailed(string reason) => $"ERR Rewriting config file: {reason}";
}
