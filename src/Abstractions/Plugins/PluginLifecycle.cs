using Microsoft.Extensions.DependencyInjection;

namespace CacheStorm;

/// <summary>
/// Optional: adds services to the plugin's own container before anything of it is made. Needs a constructor without parameters.
/// </summary>
public interface IPluginSetup
{
    /// <summary>Adds services. The server's own (logging, clock, <see cref="IClients"/>, …) are there already.</summary>
    /// <param name="services">The plugin's services.</param>
    void ConfigureServices(IServiceCollection services);
}

/// <summary>Optional: takes part in the plugin's life. Made with the plugin's services.</summary>
public interface IPluginLifecycle
{
    /// <summary>Everything is made, nothing serves yet. A plugin that fails here, or takes longer than 10 seconds, is left out.</summary>
    /// <param name="cancellation">The server gives up.</param>
    ValueTask StartAsync(CancellationToken cancellation) => default;

    /// <summary>No new calls come; finish what is under way.</summary>
    /// <param name="cancellation">Time is up.</param>
    ValueTask DrainAsync(CancellationToken cancellation) => default;

    /// <summary>Nothing of the plugin runs any more: stop timers, close files.</summary>
    /// <param name="cancellation">Time is up.</param>
    ValueTask StopAsync(CancellationToken cancellation) => default;
}

/// <summary>All living contributions of one kind, from all plugins: sections of INFO, HTTP endpoints, authenticators. Injected.</summary>
/// <typeparam name="T">An extension point's interface.</typeparam>
public interface IExtensions<T> where T : class
{
    /// <summary>They, in the order in which their plugins were loaded. A snapshot; cheap to read.</summary>
    IReadOnlyList<T> All { get; }
}

/// <summary>A service that another plugin may export. Injected; look at it when needed, plugins come and go.</summary>
/// <typeparam name="T">An interface that lives in this assembly.</typeparam>
public interface IImport<T> where T : class
{
    /// <summary>The service, or null when no plugin exports it now.</summary>
    T? Value { get; }
}

/// <summary>Marks a service of the plugin as open to other plugins (<see cref="IImport{T}"/>).</summary>
/// <param name="ServiceType">The interface, which lives in this assembly.</param>
public sealed record ExportedService(Type ServiceType);

/// <summary>Exporting services.</summary>
public static class PluginServiceCollectionExtensions
{
    /// <summary>Adds a singleton and opens it to other plugins.</summary>
    /// <typeparam name="TService">An interface that lives in this assembly.</typeparam>
    /// <typeparam name="TImplementation">The plugin's class.</typeparam>
    /// <param name="services">The plugin's services.</param>
    public static IServiceCollection AddExported<TService, TImplementation>(this IServiceCollection services)
        where TService : class where TImplementation : class, TService =>
        services.AddSingleton<TService, TImplementation>().AddSingleton(new ExportedService(typeof(TService)));
}
