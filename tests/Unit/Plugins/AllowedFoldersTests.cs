using CacheStorm.Host.Plugins;

namespace CacheStorm.UnitTests.Plugins;

public sealed class AllowedFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cachestorm-allowed-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private AllowedFolders Folders(params string[] allow) => new(new PluginManifest { Allow = allow.Length == 0 ? null : allow }, _root);

    [Theory]
    [InlineData("plugins/A/a.dll", true)]
    [InlineData("plugins", false)]
    [InlineData("plugins-too/A/a.dll", false)]
    [InlineData("more/a.dll", true)]
    [InlineData("other/a.dll", false)]
    public void A_path_is_inside_or_it_is_not(string path, bool isAllowed) =>
        Assert.Equal(isAllowed, Folders("more").Refusal(Path.Combine(_root, path)) is null);

    [Fact]
    public void A_link_counts_as_what_it_points_to()
    {
        Directory.CreateDirectory(Path.Combine(_root, "plugins"));
        Directory.CreateDirectory(Path.Combine(_root, "other"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "plugins", "out"), Path.Combine(_root, "other"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "in"), "plugins");

        Assert.Contains("other", Folders().Refusal(Path.Combine(_root, "plugins", "out", "a.dll")));
        Assert.Null(Folders().Refusal(Path.Combine(_root, "in", "a.dll")));
    }

    [Fact]
    public void Links_that_go_in_a_circle_come_to_an_end()
    {
        Directory.CreateDirectory(Path.Combine(_root, "plugins"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "plugins", "a"), Path.Combine(_root, "plugins", "b"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "plugins", "b"), Path.Combine(_root, "plugins", "a"));

        // Whatever the answer: it is not waited for, and nothing can be loaded from there.
        _ = Folders().Refusal(Path.Combine(_root, "plugins", "a", "a.dll"));
    }
}
