using System.Runtime.CompilerServices;
using CacheStorm.Host.Configuration;

namespace CacheStorm.UnitTests.Configuration;

/// <summary>
/// The documents say what the declarations say. <c>UPDATE_DOCS=1 dotnet test</c> writes them anew.
/// </summary>
public sealed class DocumentTests
{
    private static readonly bool s_update = Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    [Fact]
    public void The_tables_are_up_to_date()
    {
        string path = Repository("docs/configuration.md");
        string document = File.ReadAllText(path);
        Check(path, document, SettingsTable.Refresh(document, SettingsLoader.DeclareHost(new HostSettings())));
    }

    [Fact]
    public void The_default_file_is_up_to_date()
    {
        string path = Repository("src/Host/config.yaml");
        Check(path, File.Exists(path) ? File.ReadAllText(path) : "", DefaultConfigFile.Write(SettingsLoader.DeclareHost(new HostSettings())));
    }

    [Fact]
    public void The_default_file_names_every_setting_and_holds_the_defaults()
    {
        string path = Repository("src/Host/config.yaml");
        YamlDocument document = YamlDocument.Read("config.yaml", File.ReadAllText(path));
        Assert.Empty(document.Problems);

        LoadResult result = SettingsLoader.Load([path], new System.Collections.Hashtable(), TextReader.Null);
        Assert.Empty(result.Errors);
        foreach (ConfigParameter parameter in result.Registry!.Parameters)
        {
            Assert.Contains(document.Entries, e => e.Path == parameter.YamlPath && e.Words is not null);
            Assert.Equal(parameter.Format.Write(parameter.DefaultValue), parameter.Text);
        }
    }

    [Fact]
    public void Every_setting_says_what_it_does()
        => Assert.DoesNotContain(SettingsLoader.DeclareHost(new HostSettings()), p => p.Summary.Length == 0 || p.YamlPath.Length == 0);

    [Fact]
    public void Every_name_and_path_is_given_once()
    {
        var parameters = SettingsLoader.DeclareHost(new HostSettings());
        Assert.Distinct(parameters.SelectMany(ConfigRegistry.NamesOf), StringComparer.OrdinalIgnoreCase);
        Assert.Distinct(parameters.Select(EnvironmentSource.VariableOf));
    }

    private static void Check(string path, string found, string expected)
    {
        if (s_update)
            File.WriteAllText(path, expected);
        else
            Assert.Equal(expected, found);
    }

    private static string Repository(string path, [CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, "../../..", path);
}
