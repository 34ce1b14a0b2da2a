using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO server: which program this is, where and since when it runs.</summary>
internal sealed class ServerSection(IServerControl server, IConfigRegistry config, TimeProvider clock) : IInfoSection
{
    private const int LruClockMask = 0xFFFFFF;

    private static readonly string s_system = DescribeSystem();

    public string Name => "Server";

    public int Order => InfoOrder.Server;

    public void Write(InfoWriter writer)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long uptime = Math.Max(0, (long)(now - server.StartedAt).TotalSeconds);
        long hz = config.NumberOf("hz");

        writer.Field("redis_version", server.RedisVersion);
        writer.Field("cachestorm_version", server.Version);
        writer.Field("redis_mode", "standalone");
        writer.Field("os", s_system);
        writer.Field("arch_bits", IntPtr.Size * 8);
        writer.Field("dotnet_version", Environment.Version.ToString());
        writer.Field("multiplexing_api", MultiplexingApi());
        writer.Field("process_id", Environment.ProcessId);
        writer.Field("process_supervised", config.TextOf("supervised") is "systemd" ? "systemd" : "no");
        writer.Field("run_id", server.RunId);
        writer.Field("tcp_port", server.Port != 0 ? server.Port : server.TlsPort);
        writer.Field("server_time_usec", (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        writer.Field("uptime_in_seconds", uptime);
        writer.Field("uptime_in_days", uptime / 86_400);
        writer.Field("hz", hz);
        writer.Field("configured_hz", hz);
        writer.Field("lru_clock", now.ToUnixTimeSeconds() & LruClockMask);
        writer.Field("executable", server.Executable);
        writer.Field("config_file", server.ConfigFile);
        writer.Field("io_threads_active", server.WorkerCount > 1 ? 1 : 0);
    }

    private static string MultiplexingApi() =>
        OperatingSystem.IsLinux() ? "epoll" : OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? "kqueue" : "iocp";

    private static string DescribeSystem()
    {
        string architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            Architecture other => other.ToString().ToLowerInvariant(),
        };
        const string release = "/proc/sys/kernel/osrelease";
        string version = File.Exists(release) ? "Linux " + File.ReadAllText(release).Trim() : Environment.OSVersion.VersionString;
        return $"{version} {architecture}";
    }
}
