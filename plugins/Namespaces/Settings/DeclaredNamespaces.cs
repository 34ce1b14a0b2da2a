namespace CacheStorm.Plugins.Namespaces;

/// <summary>Makes the namespaces of the settings when the plugin starts, before anybody can use them.</summary>
internal sealed class DeclaredNamespaces(NamespacesSettings settings, INamespaces namespaces) : IPluginLifecycle
{
    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellation)
    {
        foreach (NamespaceDeclaration one in (NamespaceDeclaration[])settings.Declarations)
            namespaces.Declare("plugins.namespaces.namespaces", one.Name, one.Options);
        return default;
    }
}
