using System.Text;
using CacheStorm.Host.Plugins;

namespace CacheStorm.UnitTests.Plugins;

public sealed class PluginManifestTests
{
    private static PluginManifest Parse(string text) => PluginManifestReader.Parse("plugins.json", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Comments_and_trailing_commas_are_welcome()
    {
        PluginManifest manifest = Parse("""
            // first
            {
              "directory": "elsewhere", /* here */
              "dropIn": false,
              "strict": true,
              "plugins": [
                { "id": "strings", },
                { "id": "acme.ratelimit", "path": "../acme/A.dll", "enabled": false, "reload": true },
              ],
            }
            """);

        Assert.Equal("elsewhere", manifest.Directory);
        Assert.False(manifest.DropIn);
        Assert.True(manifest.Strict);
        Assert.Equal(["strings", "acme.ratelimit"], manifest.Plugins.Select(p => p.Id));
        Assert.True(manifest.Plugins[1] is { Path: "../acme/A.dll", Enabled: false, Reload: true });
    }

    [Theory]
    [InlineData("[]", "plugins.json:1: found a list; the file holds an object")]
    [InlineData("{\n \"dropIn\": \"yes\"\n}", "plugins.json:2: \"dropIn\" is \"yes\"; it must be true or false")]
    [InlineData("{\n\n \"dropin\": true\n}", "plugins.json:3: unknown key \"dropin\"; allowed are directory, dropIn")]
    [InlineData("{ \"plugins\": {} }", "plugins.json:1: found an object; \"plugins\" is a list")]
    [InlineData("{ \"plugins\": [ \"strings\" ] }", "plugins.json:1: found \"strings\"; a plugin is an object with id")]
    [InlineData("{ \"plugins\": [\n{ \"enabled\": true } ] }", "plugins.json:2: the plugin has no \"id\"")]
    [InlineData("{ \"plugins\": [\n{ \"id\": \"Strings\" } ] }", "plugins.json:2: \"id\" is \"Strings\"; an id has lower-case letters")]
    [InlineData("{ \"plugins\": [\n{ \"id\": \"a\" },\n{ \"id\": \"a\" } ] }", "plugins.json:3: plugin \"a\" stands here again, first at plugins.json:2")]
    [InlineData("{ \"plugins\": [\n{ \"id\": \"a\", \"sha256\": \"12\" } ] }", "plugins.json:2: \"sha256\" is \"12\"; it has 64 hexadecimal digits")]
    [InlineData("{ \"plugins\": [\n{ \"id\": 7 } ] }", "plugins.json:2: \"id\" is 7; it must be a text")]
    [InlineData("{ \"strict\": true, \"strict\": true }", "plugins.json:1: \"strict\" stands here twice")]
    [InlineData("{\n \"plugins\": [\n", "plugins.json:3: not valid JSON")]
    [InlineData("", "plugins.json:1: not valid JSON")]
    [InlineData("{\n} }", "plugins.json:2: not valid JSON")]
    public void An_error_names_file_line_and_what_is_allowed(string text, string message)
    {
        var e = Assert.Throws<PluginManifestException>(() => Parse(text));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_everything_in_the_folder_is_loaded()
    {
        PluginManifest manifest = PluginManifestReader.Load("/nowhere/plugins.json");

        Assert.True(manifest is { DropIn: true, Strict: false, Directory: "plugins", Plugins.Count: 0 });
    }
}
