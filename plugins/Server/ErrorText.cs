using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>The errors of this plugin's commands that are not everybody's, and those that quote an argument.</summary>
internal static class ErrorText
{
    /// <summary>As much of a subcommand's name as Redis quotes.</summary>
    private const int LongestSubcommand = 128;

    public static ReadOnlySpan<byte> DebugNotAllowed =>
        "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server."u8;

    public static ReadOnlySpan<byte> ModuleNotAllowed =>
        "ERR MODULE command not allowed. If the enable-module-command option is set to \"local\", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server."u8;

    public static ReadOnlySpan<byte> PluginLoadNotAllowed =>
        "ERR PLUGIN LOAD is not allowed. Set enable-plugin-load to \"yes\", or to \"local\" for clients on this machine, in the configuration file and restart the server."u8;

    public static ReadOnlySpan<byte> PluginChangeMayNotWait => "ERR plugins can't be changed inside a transaction or script"u8;

    public static ReadOnlySpan<byte> ModuleTakesNoArguments =>
        "ERR plugins take no arguments. Their settings stand in the configuration file (plugins.<id>), and in CONFIG SET."u8;

    public static ReadOnlySpan<byte> NoShutdown => "ERR No shutdown in progress."u8;

    public static ReadOnlySpan<byte> ShutdownFailed => "ERR Errors trying to SHUTDOWN. Check logs."u8;

    public static ReadOnlySpan<byte> ShutdownMayNotWait =>
        "ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client"u8;

    public static ReadOnlySpan<byte> MonitorMayNotStay => "ERR MONITOR isn't allowed for DENY BLOCKING client"u8;

    public static ReadOnlySpan<byte> MonitorTouchesNoKeys => "ERR Replica can't interact with the keyspace"u8;

    public static ReadOnlySpan<byte> InvalidFirstIndex => "ERR invalid first DB index"u8;

    public static ReadOnlySpan<byte> InvalidSecondIndex => "ERR invalid second DB index"u8;

    public static ReadOnlySpan<byte> NoSuchNamespace => "ERR no such namespace"u8;

    public static ReadOnlySpan<byte> NotInResp2 => "ERR RESP2 is not supported by this command"u8;

    public static ReadOnlySpan<byte> ProtocolTypes =>
        "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false"u8;

    public static ReadOnlySpan<byte> PackedThreshold =>
        "ERR argument must be a memory value bigger than 1 and smaller than 4gb"u8;

    public static ReadOnlySpan<byte> NoHashTable =>
        "ERR The value stored at the specified key is not represented using an hash table"u8;

    /// <summary>What Redis says of a subcommand that is not known, or has a wrong number of arguments, where the arity can't tell.</summary>
    public static void SubcommandSyntax(CommandContext context, string container)
    {
        ReadOnlySpan<byte> name = context.Args[1];
        int end = name.IndexOf((byte)0);
        if (end >= 0)
            name = name[..end];
        name = name[..Math.Min(name.Length, LongestSubcommand)];
        context.Reply.Error([.. "ERR unknown subcommand or wrong number of arguments for '"u8, .. name,
            .. Encoding.ASCII.GetBytes($"'. Try {container} HELP.")]);
    }
}
