namespace CacheStorm.Plugins.Namespaces;

/// <summary>A namespace as the settings name it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Options">What holds in it.</param>
internal sealed record NamespaceDeclaration(string Name, NamespaceOptions Options);
