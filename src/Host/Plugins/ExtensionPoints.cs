using CacheStorm.Host.Commands;

namespace CacheStorm.Host.Plugins;

/// <summary>What makes a plugin's class a contribution: the extension points of the contract, and commands.</summary>
internal static class ExtensionPoints
{
    /// <summary>The contract's types that a plugin implements to take part.</summary>
    public static readonly Type[] Kinds =
    [
        typeof(ICommandInterceptor), typeof(ICommandObserver), typeof(IPropagationSink), typeof(IKeyObserver), typeof(IKeyAccessSampler), typeof(ITagObserver),
        typeof(ISessionObserver), typeof(IAuthenticator), typeof(IAuthorizer), typeof(IInfoSection), typeof(IHttpEndpoint),
        typeof(IBackgroundJob), typeof(IPluginLifecycle), typeof(IReloadHandover), typeof(DataType), typeof(EvictionPolicy),
    ];

    /// <summary>True for a class that the server makes an instance of.</summary>
    public static bool IsContribution(Type type)
    {
        if (!type.IsClass || type.IsAbstract || type.ContainsGenericParameters)
            return false;
        foreach (Type kind in Kinds)
        {
            if (kind.IsAssignableFrom(type))
                return true;
        }

        return CommandInfoFactory.HasCommands(type);
    }
}
