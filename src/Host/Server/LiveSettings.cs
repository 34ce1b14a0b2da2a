using CacheStorm.Host.Configuration;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;

namespace CacheStorm.Host.Server;

/// <summary>Makes CONFIG SET take effect: each setting of the host that may change is applied to the part that it belongs to.</summary>
internal sealed class LiveSettings(HostSettings settings, ConfigRegistry registry, Engine engine, NetworkServer network,
    StoreContributions contributions, LogSetup log)
{
    private static readonly string[] s_networkLimits =
    [
        "maxclients", "timeout", "tcp-keepalive", "proto-max-bulk-len", "client-query-buffer-limit", "client-output-buffer-limit",
    ];

    // What a listener is made of. It is made once.
    private static readonly string[] s_listening =
    [
        "bind", "port", "tls-port", "tls-cert-file", "tls-key-file", "tls-key-file-pass", "tls-ca-cert-file", "tls-ca-cert-dir",
        "tls-auth-clients", "tls-protocols", "tls-ciphersuites",
    ];

    public void Attach()
    {
        foreach (string name in s_listening)
            RefuseChange(name);
        foreach (string name in s_networkLimits)
        {
            registry.OnApply(name, () =>
            {
                NetworkMapping.ApplyLimits(settings, network);
                return null;
            });
        }
        registry.OnApply("maxmemory", ApplyMemory);
        registry.OnApply("maxmemory-samples", ApplyMemory);
        registry.OnApply("maxmemory-policy", () => contributions.Use(settings.Memory.EvictionPolicy));
        registry.OnApply("loglevel", () =>
        {
            log.SetLevel(settings.Logging.Level);
            return null;
        });
        NetworkMapping.ApplyLimits(settings, network);
        ApplyMemory();
    }

    /// <summary>A setting that could be changed in Redis, and not here without a restart: that is said, not passed over.</summary>
    private void RefuseChange(string name)
    {
        if (!registry.TryGet(name, out ConfigParameter? parameter))
            return;
        string started = parameter.Text;
        registry.OnApply(name, () => parameter.Text == started ? null : "Unable to listen anew while the server runs. Restart it with the new value.");
    }

    private string? ApplyMemory()
    {
        engine.Memory.Limit = settings.Memory.MaxMemory;
        engine.Memory.Samples = settings.Memory.EvictionSamples;
        return null;
    }
}
