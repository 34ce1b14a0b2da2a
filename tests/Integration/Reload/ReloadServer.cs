using System.Text;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>A server of a test's own, with a plugins folder that the test fills, and a manifest in which every plugin can be exchanged.</summary>
internal sealed class ReloadServer : IDisposable
{
    public const string Id = "test.reload";
    private const string FileName = "CacheStorm.TestPlugins.Reload";

    private static readonly string[] s_builtIn = ["Connection", "Keys", "Strings", "Hashes", "Lists", "Server", "Transactions", "PubSub", "Tracking", "Scripting"];

    private readonly string _root = Directory.CreateTempSubdirectory("cachestorm-reload-").FullName;
    private readonly ServerProcess _process;

    /// <param name="manifest">What stands at the manifest's top beside the plugins, as <c>"watch": true,</c>.</param>
    /// <param name="entry">What stands in the entry of the test's plugin, as <c>, "sha256": "…"</c>; null: it is not listed.</param>
    /// <param name="build">The build that is there from the beginning; empty: none.</param>
    /// <param name="arguments">More of the command line.</param>
    public ReloadServer(string manifest = "", string? entry = "", string build = "First", params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PluginFolder)!);
        if (build.Length > 0)
            Put(build);
        var text = new StringBuilder("{ \"directory\": \"plugins\", ").Append(manifest).Append(" \"plugins\": [\n");
        foreach (string name in s_builtIn)
        {
            string path = Path.Combine(TestEnvironment.PluginDirectory, name, $"CacheStorm.Plugins.{name}.dll");
            text.Append($"{{ \"id\": \"{name.ToLowerInvariant()}\", \"path\": \"{path}\", \"reload\": true }},\n");
        }
        if (entry is not null)
            text.Append($"{{ \"id\": \"{Id}\", \"reload\": true {entry} }}\n");
        File.WriteAllText(ManifestPath, text.Append("] }").ToString());
        _process = ServerProcess.StartOurs(["--plugins-manifest", ManifestPath, "--io-threads", "2", .. arguments]);
    }

    public ServerProcess Process => _process;

    public string PluginFolder => Path.Combine(_root, "plugins", "Reload");

    public string PluginFile => Path.Combine(PluginFolder, FileName + ".dll");

    public string ManifestPath => Path.Combine(_root, "plugins.json");

    public string Root => _root;

    public static string FolderOfBuild(string build) => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestEnvironment.ProbePlugin))!, "Reload" + build);

    public RespConnection Connect() => _process.Connect();

    /// <summary>Copies a build over the one that lies there, in place, as a careless person does.</summary>
    public void Put(string build, string? folder = null)
    {
        folder ??= PluginFolder;
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(FolderOfBuild(build)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>A field of PLUGIN INFO.</summary>
    public string Info(RespConnection client, string field, string id = Id) => client.Ask("PLUGIN", "INFO", id)[field]!.Text!;

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
