using System.Runtime.CompilerServices;
using CacheStorm;
using CacheStorm.Plugins.Connection.Clients;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("connection", "1.0.0",
    Description = "The commands of a connection: PING, HELLO, AUTH, SELECT, CLIENT, and COMMAND, by which clients learn what there is.")]
[assembly: InternalsVisibleTo("CacheStorm.UnitTests")]

namespace CacheStorm.Plugins.Connection;

/// <summary>The plugin's one service: the pause that CLIENT PAUSE sets and an interceptor keeps.</summary>
internal sealed class ConnectionPlugin : IPluginSetup
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<ClientPause>();
}
