using System.Security.Cryptography;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>Where code may come from: allowed folders, digests, and a command that is off unless it is switched on.</summary>
public sealed class TrustTests
{
    [Fact]
    public void Only_what_lies_in_an_allowed_folder_is_loaded_and_no_link_leads_out()
    {
        using var server = new ReloadServer(entry: null, build: "", arguments: ["--enable-plugin-load", "local"]);
        using RespConnection client = server.Connect();
        string outside = Path.Combine(server.Root, "outside");
        server.Put("First", outside);
        Assert.Contains("lies in none of the allowed folders", client.Do("PLUGIN", "LOAD", outside));
        Assert.Contains("lies in none of the allowed folders", client.Do("PLUGIN", "LOAD", "plugins/../outside"));

        string link = Path.Combine(server.Root, "plugins", "Linked");
        Directory.CreateSymbolicLink(link, outside);
        Assert.Contains("lies in none of the allowed folders", client.Do("PLUGIN", "LOAD", link));
        Assert.StartsWith("ERR unknown command", client.Do("RELOAD.VERSION"), StringComparison.Ordinal);

        Assert.Contains("does not exist", client.Do("PLUGIN", "LOAD", "plugins/nosuch"));
        Directory.CreateDirectory(Path.Combine(server.Root, "plugins", "Empty"));
        Assert.Contains("is no plugin", client.Do("PLUGIN", "LOAD", "plugins/Empty"));

        server.Put("First");
        Assert.Equal("OK", client.Do("PLUGIN", "LOAD", "plugins/Reload"));
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
        Assert.Contains("runs already", client.Do("PLUGIN", "LOAD", "plugins/Reload"));
    }

    [Fact]
    public void Further_folders_are_allowed_by_name()
    {
        using var server = new ReloadServer($"\"allow\": [\"outside\", \"{TestEnvironment.PluginDirectory}\"],", entry: null, build: "",
            arguments: ["--enable-plugin-load", "yes"]);
        using RespConnection client = server.Connect();
        server.Put("Second", Path.Combine(server.Root, "outside", "Reload"));
        Assert.Equal("OK", client.Do("PLUGIN", "LOAD", "outside/Reload"));
        Assert.Equal("2", client.Do("RELOAD.VERSION"));
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
    }

    [Fact]
    public void A_build_with_another_digest_is_refused_at_a_reload_and_at_a_load()
    {
        string first = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(
            Path.Combine(ReloadServer.FolderOfBuild("First"), "CacheStorm.TestPlugins.Reload.dll"))));
        using var server = new ReloadServer(entry: $", \"sha256\": \"{first}\"", arguments: ["--enable-plugin-load", "yes"]);
        using RespConnection client = server.Connect();
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
        server.Put("Second");
        Assert.Contains("has SHA-256", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal("1", client.Do("RELOAD.VERSION"));

        Assert.Equal("OK", client.Do("PLUGIN", "UNLOAD", ReloadServer.Id));
        Assert.Contains("has SHA-256", client.Do("PLUGIN", "LOAD", "plugins/Reload"));
        server.Put("First");
        Assert.Equal("OK", client.Do("PLUGIN", "LOAD", "plugins/Reload"));
    }
}
