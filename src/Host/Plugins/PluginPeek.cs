using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CacheStorm.Host.Plugins;

/// <summary>Looks into an assembly's metadata for <see cref="CacheStormPluginAttribute"/>, without loading it.</summary>
internal static class PluginPeek
{
    private const string ContractName = "CacheStorm.Abstractions";

    /// <summary>Reads a file.</summary>
    /// <returns>Null when it is no plugin: no assembly, or one without the attribute.</returns>
    public static PluginIdentity? Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata ? Read(file.GetMetadataReader(), path) : null;
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static PluginIdentity? Read(MetadataReader metadata, string path)
    {
        if (!metadata.IsAssembly || ContractOf(metadata) is not { } contract)
            return null;
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (!IsPluginAttribute(metadata, attribute))
                continue;
            CustomAttributeValue<string> value = attribute.DecodeValue(AttributeTypes.Instance);
            var identity = new PluginIdentity
            {
                Id = value.FixedArguments[0].Value as string ?? "",
                Version = value.FixedArguments[1].Value as string ?? "",
                Contract = contract,
                Path = path,
            };
            foreach (CustomAttributeNamedArgument<string> argument in value.NamedArguments)
            {
                identity = (argument.Name, argument.Value) switch
                {
                    (nameof(CacheStormPluginAttribute.Description), string text) => identity with { Description = text },
                    (nameof(CacheStormPluginAttribute.Requires), IEnumerable<CustomAttributeTypedArgument<string>> ids) =>
                        identity with { Requires = [.. ids.Select(id => id.Value as string ?? "")] },
                    (nameof(CacheStormPluginAttribute.CanReload), bool can) => identity with { CanReload = can },
                    _ => identity,
                };
            }

            return identity;
        }

        return null;
    }

    private static Version? ContractOf(MetadataReader metadata)
    {
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            AssemblyReference reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, ContractName))
                return reference.Version;
        }

        return null;
    }

    private static bool IsPluginAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return false;
        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(CacheStormPluginAttribute))
            && metadata.StringComparer.Equals(type.Namespace, nameof(CacheStorm));
    }

    /// <summary>Names types as far as the attribute's arguments need it: texts and lists of them.</summary>
    private sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
    {
        public static readonly AttributeTypes Instance = new();

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
        public string GetSystemType() => nameof(Type);
        public string GetSZArrayType(string elementType) => elementType + "[]";
        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "";
        public string GetTypeFromSerializedName(string name) => name;
        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;
        public bool IsSystemType(string type) => type == nameof(Type);
    }
}
