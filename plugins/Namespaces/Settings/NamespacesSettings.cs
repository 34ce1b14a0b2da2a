namespace CacheStorm.Plugins.Namespaces;

/// <summary>The namespaces that are there from the start. Read once.</summary>
[PluginSettings]
public sealed class NamespacesSettings
{
    /// <summary>The namespaces.</summary>
    [ConfigSetting("namespaces", Yaml = "namespaces", Format = typeof(DeclarationsFormat),
        Summary = "Namespaces that are there from the start, and what holds in numbered ones.")]
    public object Declarations { get; internal set; } = Array.Empty<NamespaceDeclaration>();
}
