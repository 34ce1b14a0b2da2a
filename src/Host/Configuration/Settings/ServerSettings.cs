namespace CacheStorm.Host.Configuration;

/// <summary>Listening, connections and the process.</summary>
public sealed class ServerSettings
{
    [ConfigSetting("bind", Mutable = true, Format = typeof(BindFormat),
        Summary = "Addresses to listen on. * is all of IPv4, ::* all of IPv6; with a leading dash an address that is not available is skipped.")]
    public string[] Bind { get; private set; } = ["*", "-::*"];

    [ConfigSetting("port", Min = 0, Max = 65535, Mutable = true, Summary = "TCP port; 0 listens on none.")]
    public int Port { get; private set; } = 6380;

    [ConfigSetting("unixsocket", Yaml = "unix_socket", Summary = "Path of a unix socket to listen on; empty for none.")]
    public string UnixSocket { get; private set; } = "";

    [ConfigSetting("unixsocketperm", Yaml = "unix_socket_permissions", Octal = true, Min = 0, Max = 511,
        Summary = "Permissions of the unix socket in base 8; 0 leaves them to the umask.")]
    public int UnixSocketPermissions { get; private set; }

    [ConfigSetting("maxclients", Yaml = "max_connections", Min = 1, Max = uint.MaxValue, Mutable = true,
        Summary = "Connections at most; further ones are refused with an error.")]
    public long MaxConnections { get; private set; } = 10_000;

    [ConfigSetting("timeout", Yaml = "idle_timeout", Min = 0, Max = int.MaxValue, Unit = "seconds", Mutable = true,
        Summary = "Closes a connection that was idle for so long; 0 never.")]
    public int IdleTimeout { get; private set; }

    [ConfigSetting("tcp-keepalive", Min = 0, Max = int.MaxValue, Unit = "seconds", Mutable = true,
        Summary = "Probes a silent connection in this interval; 0 never.")]
    public int TcpKeepAlive { get; private set; } = 300;

    [ConfigSetting("tcp-backlog", Min = 0, Max = int.MaxValue, Summary = "Connections waiting to be accepted.")]
    public int TcpBacklog { get; private set; } = 511;

    [ConfigSetting("io-threads", Min = 0, Max = 128,
        Summary = "Threads that read, execute and answer; 0 is one for each two processors.")]
    public int IoThreads { get; private set; }

    [ConfigSetting("databases", Min = 1, Max = int.MaxValue, Summary = "Numbered databases for SELECT.")]
    public int Databases { get; private set; } = 16;

    [ConfigSetting("hz", Mutable = true, Format = typeof(HertzFormat), Unit = "per second",
        Summary = "How often background work is done.")]
    public int Hertz { get; private set; } = 10;

    [ConfigSetting("dynamic-hz", Mutable = true, Summary = "Does background work more often when many clients are connected.")]
    public bool DynamicHertz { get; private set; } = true;

    [ConfigSetting("dir", Yaml = "directory", Mutable = true, Protected = true, Format = typeof(DirectoryFormat),
        Summary = "The working directory, which relative paths start from.")]
    public string Directory { get; private set; } = ".";

    [ConfigSetting("plugins-manifest",
        Summary = "The file that says which plugins are loaded; empty for plugins.json beside the executable.")]
    public string PluginsManifest { get; private set; } = "";

    [ConfigSetting("shutdown-timeout", Min = 0, Max = int.MaxValue, Unit = "seconds", Mutable = true,
        Summary = "How long a shutdown waits for replicas to catch up and for running commands.")]
    public int ShutdownTimeout { get; private set; } = 10;

    [ConfigSetting("shutdown-on-sigint", Mutable = true, Format = typeof(ShutdownOptionsFormat),
        Summary = "What SIGINT does.")]
    public ShutdownOptions ShutdownOnSigint { get; private set; }

    [ConfigSetting("shutdown-on-sigterm", Mutable = true, Format = typeof(ShutdownOptionsFormat),
        Summary = "What SIGTERM does.")]
    public ShutdownOptions ShutdownOnSigterm { get; private set; }

    [ConfigSetting("pidfile", Yaml = "pid_file", Summary = "Path of a file that holds the process id; empty for none.")]
    public string PidFile { get; private set; } = "";

    [ConfigSetting("supervised", Summary = "Tells a service manager when the server is ready.")]
    public SupervisionMode Supervised { get; private set; }

    [ConfigSetting("daemonize", Inert = "here: the server stays in the foreground, a service manager can put it elsewhere",
        Summary = "Runs in the background.")]
    public bool Daemonize { get; private set; }

    [ConfigSetting("set-proc-title", Inert = "here: the process keeps its title", Summary = "Shows the title in the list of processes.")]
    public bool SetProcessTitle { get; private set; } = true;

    [ConfigSetting("proc-title-template", Mutable = true, Format = typeof(ProcessTitleFormat),
        Inert = "here: the process keeps its title", Summary = "The title in the list of processes.")]
    public string ProcessTitleTemplate { get; private set; } = "{title} {listen-addr} {server-mode}";
}
