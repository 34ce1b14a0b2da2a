using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>Folders that are copied into the plugins folder while the server runs, and files that change there.</summary>
public sealed class DropInTests
{
    [Fact]
    public void A_folder_is_loaded_when_it_is_whole_and_exchanged_when_it_changes()
    {
        using var server = new ReloadServer("\"dropIn\": true, \"watch\": true,", entry: null, build: "");
        using RespConnection client = server.Connect();
        Assert.StartsWith("ERR unknown command", client.Do("RELOAD.VERSION"), StringComparison.Ordinal);

        // Half of it first, the rest a little later.
        Directory.CreateDirectory(server.PluginFolder);
        byte[] whole = File.ReadAllBytes(Path.Combine(ReloadServer.FolderOfBuild("First"), Path.GetFileName(server.PluginFile)));
        using (FileStream file = File.Create(server.PluginFile))
        {
            foreach (byte[] piece in whole.Chunk(whole.Length / 4))
            {
                file.Write(piece);
                file.Flush();
                Thread.Sleep(300);
            }
        }

        Eventually.True(() => client.Do("RELOAD.VERSION") == "1", "the folder is loaded");
        Assert.DoesNotContain("left out", server.Process.Output);
        client.Do("RELOAD.TALLY");
        client.Do("RELOAD.PUT", "basket", "item");

        server.Put("Second");
        Eventually.True(() => client.Do("RELOAD.VERSION") == "2", "the changed files are reloaded");
        Assert.Equal("2", client.Do("RELOAD.TALLY"));
        Assert.Equal("item", client.Do("RELOAD.ITEMS", "basket"));

        server.Put("Throwing");
        Eventually.True(() => server.Info(client, "reload-error").Contains("no luck with this build", StringComparison.Ordinal), "the broken build is refused");
        Assert.Equal("2", client.Do("RELOAD.VERSION"));

        server.Put("First");
        Eventually.True(() => client.Do("RELOAD.VERSION") == "1", "a good one is taken again");
        Assert.Equal("0", server.Info(client, "survivors"));
    }

    [Fact]
    public void A_plugin_whose_folder_is_renamed_into_place_is_loaded()
    {
        using var server = new ReloadServer("\"watch\": true,", entry: null, build: "");
        using RespConnection client = server.Connect();
        string aside = Path.Combine(server.Root, "aside");
        server.Put("Second", aside);
        Directory.Move(aside, server.PluginFolder);
        Eventually.True(() => client.Do("RELOAD.VERSION") == "2", "the folder is loaded");
    }

    [Theory]
    [InlineData("\"dropIn\": false, \"watch\": true,")]
    [InlineData("\"dropIn\": true, \"watch\": false,")]
    public void Without_both_switches_nothing_is_loaded(string manifest)
    {
        using var server = new ReloadServer(manifest, entry: null, build: "");
        using RespConnection client = server.Connect();
        server.Put("First");
        Assert.False(Eventually.Happens(() => client.Do("RELOAD.VERSION") == "1", TimeSpan.FromSeconds(3)));
    }
}
