using System.Reflection;

namespace CacheStorm.UnitTests.Docs;

/// <summary>docs/commands says what stands at the commands' methods. <c>UPDATE_DOCS=1 dotnet test</c> writes it anew.</summary>
public sealed class CommandReferenceTests
{
    private static readonly Assembly[] s_plugins =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "CacheStorm.Plugins.*.dll").Order(StringComparer.Ordinal).Select(Assembly.LoadFrom),
    ];

    [Fact]
    public void The_command_reference_is_up_to_date()
    {
        string folder = Path.Combine(RepositoryRoot, "docs/commands");
        IReadOnlyDictionary<string, string> pages = CommandReference.Write(s_plugins);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach ((string name, string page) in pages)
                File.WriteAllText(Path.Combine(folder, name), page);
        }
        Assert.Equal(pages.Keys.Order(), Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order());
        foreach ((string name, string page) in pages)
            Assert.Equal(page, File.ReadAllText(Path.Combine(folder, name)));
    }

    private static string RepositoryRoot => typeof(CommandReferenceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(one => one.Key == "RepositoryRoot").Value!;
}
