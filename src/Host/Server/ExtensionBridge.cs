using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Plugins;

namespace CacheStorm.Host.Server;

/// <summary>Hands what plugins contribute to the parts of the engine that call it, anew whenever a plugin comes or goes.</summary>
internal sealed class ExtensionBridge
{
    private readonly ExtensionRegistry _extensions;
    private readonly Engine _engine;

    public ExtensionBridge(ExtensionRegistry extensions, Engine engine)
    {
        _extensions = extensions;
        _engine = engine;
        extensions.Changed += Refresh;
    }

    private void Refresh()
    {
        _engine.Interception.SetInterceptors(_extensions.All<ICommandInterceptor>());
        _engine.SetObservers(_extensions.All<ICommandObserver>());
        _engine.SetSessionObservers(_extensions.All<ISessionObserver>());
        _engine.SetAuthorizers(_extensions.All<IAuthorizer>());
        _engine.SetAuthenticators(_extensions.All<IAuthenticator>());
        _engine.Propagation.SetSinks(_extensions.All<IPropagationSink>());
        _engine.Accesses.SetSamplers(_extensions.All<IKeyAccessSampler>());
        _engine.SetTagObservers(_extensions.All<ITagObserver>());
        _engine.KeyEvents.SetObservers(_extensions.All<IKeyObserver>());
    }
}
