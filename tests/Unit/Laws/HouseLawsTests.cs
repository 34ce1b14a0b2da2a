using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using CacheStorm.Host.Commands;
using CacheStorm.UnitTests.Plugins;

namespace CacheStorm.UnitTests.Laws;

/// <summary>The laws that keep host, contract and plugins apart.</summary>
public sealed class HouseLawsTests
{
    private const string Contract = "CacheStorm.Abstractions";
    private static readonly string Root = PluginFolder.Metadata("RepositoryRoot");

    private static readonly string[] Projects =
        Directory.GetFiles(Path.Combine(Root, "plugins"), "*.csproj", SearchOption.AllDirectories);

    public static TheoryData<string> PluginProjects => [.. Projects];

    [Fact]
    public void The_host_names_no_command()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "src/Host"), "*.cs", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(file);
            Assert.False(text.Contains("[Command(", StringComparison.Ordinal) || text.Contains("[CommandContainer(", StringComparison.Ordinal), file);
        }

        Assembly host = typeof(CommandRegistry).Assembly;
        Assert.DoesNotContain(host.GetTypes(), CommandInfoFactory.HasCommands);
    }

    [Fact]
    public void The_contract_stands_alone()
    {
        XDocument project = XDocument.Load(Path.Combine(Root, "src/Abstractions/CacheStorm.Abstractions.csproj"));

        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.All(project.Descendants("PackageReference"),
            p => Assert.StartsWith("Microsoft.", p.Attribute("Include")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_opens_its_insides_to_a_plugin()
    {
        string[] pluginNames = Array.ConvertAll(Projects, Path.GetFileNameWithoutExtension)!;
        foreach (Assembly assembly in new[] { typeof(CommandContext).Assembly, typeof(CommandRegistry).Assembly })
        {
            foreach (var friend in assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>())
            {
                string name = friend.AssemblyName.Split(',')[0];
                Assert.DoesNotContain("Plugins", name);
                Assert.DoesNotContain(name, pluginNames);
            }
        }
    }

    [Theory]
    [MemberData(nameof(PluginProjects))]
    public void A_plugin_references_the_contract_and_its_own_packages_only(string path)
    {
        XDocument project = XDocument.Load(path);
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.Empty(project.Descendants("Reference"));
        Assert.All(project.Descendants("InternalsVisibleTo"), friend => Assert.Equal("CacheStorm.UnitTests", friend.Attribute("Include")!.Value));
        Assert.DoesNotContain(project.Descendants("Compile"), c => c.Attribute("Include") is { } include && include.Value.Contains(".."));

        string name = Path.GetFileNameWithoutExtension(path);
        string built = Path.Combine(PluginFolder.Metadata("ServerDirectory"), "plugins", name, $"CacheStorm.Plugins.{name}.dll");
        Assert.True(File.Exists(built), $"{built} is not built");
        using var file = new PEReader(File.OpenRead(built));
        MetadataReader metadata = file.GetMetadataReader();
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            string reference = metadata.GetString(metadata.GetAssemblyReference(handle).Name);
            Assert.False(reference == "cachestorm", $"{name} references the host");
            Assert.True(!reference.StartsWith("CacheStorm", StringComparison.Ordinal) || reference == Contract, $"{name} references {reference}");
        }

        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(built)!, Contract + ".dll")), $"{name} carries a copy of the contract");
    }
}
