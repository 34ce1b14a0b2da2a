using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Running;
using CacheStorm.Plugins.Scripting.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace CacheStorm.Plugins.Scripting;

/// <summary>The plugin's own services.</summary>
internal sealed class ScriptingSetup : IPluginSetup
{
    public void ConfigureServices(IServiceCollection services) => services
        .AddSingleton<ScriptCache>()
        .AddSingleton<RunningScripts>()
        .AddSingleton<MachineWatch>()
        .AddSingleton<LuaHost>()
        .AddSingleton<ScriptRunner>()
        .AddSingleton<ScriptLoader>()
        .AddSingleton<FunctionLoader>()
        .AddSingleton<FunctionRegistry>()
        .AddExported<IScripts, ScriptCensus>();
}
