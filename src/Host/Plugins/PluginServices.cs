using System.Reflection;
using CacheStorm.Host.Commands;
using Microsoft.Extensions.DependencyInjection;
using Scrutor;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Builds one plugin's container and makes its contributions: every class that the scan finds and every extension that
/// <see cref="IPluginSetup"/> registered, one instance a class. Used by the loader for one plugin, then thrown away.
/// </summary>
internal sealed class PluginServices(string pluginId, Assembly assembly, ServiceCollection services)
{
    private readonly Type[] _types = assembly.GetTypes();

    /// <summary>Lets the plugin add its own services.</summary>
    public void Configure()
    {
        foreach (Type type in _types)
        {
            if (typeof(IPluginSetup).IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false })
                ((IPluginSetup)Activator.CreateInstance(type, nonPublic: true)!).ConfigureServices(services);
        }
    }

    /// <summary>Makes the settings object and offers it to the plugin; null when it has no settings.</summary>
    public object? MakeSettings(IPluginSettingsBinder binder)
    {
        Type? type = Array.Find(_types, binder.IsSettings);
        if (type is null)
            return null;
        object settings = Activator.CreateInstance(type, nonPublic: true)!;
        services.AddSingleton(type, settings);
        return settings;
    }

    /// <summary>Makes everything.</summary>
    public PluginParts Build()
    {
        Type[] scanned = Scan();
        var exported = services.Where(d => d.ServiceType == typeof(ExportedService))
            .Select(d => ((ExportedService)d.ImplementationInstance!).ServiceType).Distinct().ToArray();
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            var contributions = new List<object>();
            var commands = new List<CommandInfo>();
            foreach (Type type in scanned)
            {
                object instance = provider.GetRequiredService(type);
                AddOnce(contributions, instance);
                CommandInfoFactory.Read(type, instance, pluginId, commands);
            }

            foreach (Type type in _types)
            {
                // A static class is a fine home for commands that need nothing.
                if (type is { IsAbstract: true, IsSealed: true } && CommandInfoFactory.HasCommands(type))
                    CommandInfoFactory.Read(type, instance: null, pluginId, commands);
            }

            foreach (Type kind in ExtensionPoints.Kinds)
            {
                foreach (object? instance in provider.GetServices(kind))
                    AddOnce(contributions, instance!);
            }

            var exports = Array.ConvertAll(exported, type => (type, provider.GetRequiredService(type)));
            return new PluginParts(provider, contributions, commands, exports);
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    private Type[] Scan()
    {
        // Classes that the plugin registered under another type keep that registration: it is their one instance.
        var registered = new Dictionary<Type, Type>();
        foreach (ServiceDescriptor descriptor in services)
        {
            if (!descriptor.IsKeyedService && descriptor.ImplementationType is { IsGenericTypeDefinition: false } implementation
                && implementation.Assembly == assembly && descriptor.ServiceType != implementation)
            {
                registered[implementation] = descriptor.ServiceType;
            }
        }

        var scanned = new List<Type>();
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(classes => classes.Where(IsWanted), publicOnly: false)
            .UsingRegistrationStrategy(RegistrationStrategy.Skip)
            .AsSelf()
            .WithSingletonLifetime());
        foreach ((Type implementation, Type service) in registered)
        {
            if (ExtensionPoints.IsContribution(implementation))
            {
                scanned.Add(implementation);
                services.AddSingleton(implementation, p => p.GetServices(service).First(s => s!.GetType() == implementation)!);
            }
        }

        return [.. scanned];

        bool IsWanted(Type type)
        {
            if (!ExtensionPoints.IsContribution(type) || registered.ContainsKey(type))
                return false;
            scanned.Add(type);
            return true;
        }
    }

    private static void AddOnce(List<object> contributions, object instance)
    {
        foreach (object known in contributions)
        {
            if (ReferenceEquals(known, instance))
                return;
        }

        contributions.Add(instance);
    }
}

/// <summary>What became of a plugin's container: everything made, nothing published yet.</summary>
/// <param name="Provider">The container; owns the instances.</param>
/// <param name="Contributions">Every object that the plugin contributes, each once.</param>
/// <param name="Commands">Its commands, bound to their instances.</param>
/// <param name="Exports">The services that it opens to others.</param>
internal sealed record PluginParts(ServiceProvider Provider, IReadOnlyList<object> Contributions,
    IReadOnlyList<CommandInfo> Commands, IReadOnlyList<(Type Type, object Service)> Exports);
