namespace CacheStorm.IntegrationTests.Harness;

/// <summary>A settings file in a folder of its own, gone when the test is over.</summary>
internal sealed class SettingsFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cachestorm-settings-");

    public SettingsFile(string name, string text)
    {
        Path = System.IO.Path.Combine(_directory.FullName, name);
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Text => File.ReadAllText(Path);

    public void Dispose() => _directory.Delete(recursive: true);
}
