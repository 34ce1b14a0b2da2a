namespace CacheStorm.Plugins.Server;

/// <summary>INFO modules: the running plugins, in the form in which Redis shows its modules.</summary>
internal sealed class ModulesSection(IPluginCatalog catalog) : IInfoSection
{
    public string Name => "Modules";

    public int Order => InfoOrder.Modules;

    public void Write(InfoWriter writer)
    {
        foreach (PluginInfo plugin in catalog.Plugins)
        {
            if (plugin.State == PluginState.Running)
                writer.Field("module", $"name={plugin.Id},ver={ModuleVersion.Of(plugin.Version)},api=1,filters=0,usedby=[],using=[{string.Join('|', plugin.Requires)}],options=[]");
        }
    }
}
