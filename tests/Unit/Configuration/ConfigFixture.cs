using System.Collections;
using CacheStorm.Host.Configuration;

namespace CacheStorm.UnitTests.Configuration;

/// <summary>Reads settings as the server does when it starts, from files in a folder of the test's own.</summary>
public sealed class ConfigFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cachestorm-config-").FullName;

    internal string PathOf(string name) => Path.Combine(_folder, name);

    internal string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    internal LoadResult Load(params string[] args) => LoadWith([], args);

    internal LoadResult LoadWith(Hashtable environment, params string[] args)
        => SettingsLoader.Load(args, environment, TextReader.Null);

    internal LoadResult LoadYaml(string yaml) => Load(Write("config.yaml", yaml));

    internal LoadResult LoadConf(string conf, params string[] args) => Load([Write("redis.conf", conf), .. args]);

    /// <summary>Every problem, with the folder cut off.</summary>
    internal string[] Errors(LoadResult result) => [.. result.Errors.Select(e => e.ToString().Replace(_folder + "/", ""))];

    internal static ConfigRegistry Registry(params string[] args)
        => SettingsLoader.Load(args, new Hashtable(), TextReader.Null).Registry!;

    internal static string? Value(ConfigRegistry registry, string name)
        => registry.TryGet(name, out ConfigParameter? parameter) ? parameter.Text : null;

    internal static string? Set(ConfigRegistry registry, params string[] pairs)
    {
        var changes = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < pairs.Length; i += 2)
            changes.Add(new(pairs[i], pairs[i + 1]));
        return registry.Set(changes, localClient: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
