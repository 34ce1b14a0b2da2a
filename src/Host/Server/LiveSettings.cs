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

    public void Attach()
    {
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

    private string? ApplyMemory()
    {
        engine.Memory.Limit = settings.Memory.MaxMemory;
        engine.Memory.Samples = settings.Memory.EvictionSamples;
        return null;
    }
}
