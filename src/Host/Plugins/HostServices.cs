using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// What the server offers to every plugin's container: its own objects by their contract's interface. Filled before the plugins are
/// loaded. Plugins' containers never dispose them.
/// </summary>
internal sealed class HostServices(ILoggerFactory loggers)
{
    private readonly ServiceCollection _services = [];

    /// <summary>Where plugins' loggers come from.</summary>
    public ILoggerFactory Loggers => loggers;

    /// <summary>Offers an object.</summary>
    /// <typeparam name="T">An interface of the contract, or a class of the framework such as <see cref="TimeProvider"/>.</typeparam>
    /// <param name="service">The object.</param>
    public HostServices Add<T>(T service) where T : class
    {
        _services.AddSingleton(service);
        return this;
    }

    /// <summary>A new collection for one plugin, with the server's services in it.</summary>
    /// <param name="pluginId">The plugin; stands in its loggers' categories.</param>
    /// <param name="extensions">What <see cref="IExtensions{T}"/> and <see cref="IImport{T}"/> read.</param>
    public ServiceCollection For(string pluginId, ExtensionRegistry extensions)
    {
        var services = new ServiceCollection();
        foreach (ServiceDescriptor descriptor in _services)
            ((ICollection<ServiceDescriptor>)services).Add(descriptor);
        var logging = new PluginLoggers(loggers, pluginId);
        services.AddSingleton<ILoggerFactory>(logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(logging.CreateLogger(""));
        services.AddSingleton(extensions);
        services.AddSingleton(typeof(IExtensions<>), typeof(Extensions<>));
        services.AddSingleton(typeof(IImport<>), typeof(Import<>));
        return services;
    }
}

/// <summary>Makes a plugin's loggers: its id stands before each category.</summary>
internal sealed class PluginLoggers(ILoggerFactory factory, string pluginId) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        // The class is enough: the id says whose it is.
        string name = categoryName[(categoryName.LastIndexOf('.') + 1)..];
        return factory.CreateLogger(name.Length == 0 ? pluginId : $"{pluginId}.{name}");
    }

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    /// <summary>The factory is the server's.</summary>
    public void Dispose()
    {
    }
}
