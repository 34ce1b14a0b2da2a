using CacheStorm;
using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.Plugins.PubSub.KeyEvents;
using CacheStorm.Plugins.PubSub.Subscribers;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("pubsub", "1.0.0",
    Description = "Publishing to channels and patterns, shard channels, and what happens to keys as messages.")]

namespace CacheStorm.Plugins.PubSub;

/// <summary>
/// Brings the channels, the commands on them, and keyspace notifications; offers <see cref="IPublisher"/> to other plugins.
/// </summary>
public sealed class PubSubPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services
        .AddSingleton<ChannelTables>()
        .AddSingleton<KeyEventAudience>()
        .AddSingleton<SubscriptionLedger>()
        .AddExported<IPublisher, Publisher>()
        .AddSingleton(services => (Publisher)services.GetRequiredService<IPublisher>());
}
