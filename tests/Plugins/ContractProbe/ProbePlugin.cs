using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStorm.CacheStormPlugin("contract-probe", "1.0.0", Description = "Uses every point of the contract once, so that tests can prove it.")]

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Adds what is not found by scanning: shared state, and a service that others may import.</summary>
public sealed class ProbePlugin : IPluginSetup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<Activity>();
        services.AddExported<IEntryVisitor, KeyCounter>();
    }
}

/// <summary>Counts what it is shown. Exported, and imported again by <see cref="ServiceCommands"/>.</summary>
internal sealed class KeyCounter : IEntryVisitor
{
    private long _seen;

    public long Seen => Interlocked.Read(ref _seen);

    public void Visit(in Entry entry) => Interlocked.Increment(ref _seen);
}
