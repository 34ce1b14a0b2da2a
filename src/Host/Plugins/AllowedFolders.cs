namespace CacheStorm.Host.Plugins;

/// <summary>The folders that plugins may come from. Links are followed before a path is compared, so none leads out.</summary>
internal sealed class AllowedFolders(PluginManifest manifest, string baseDirectory)
{
    private const int MostLinks = 40;

    private readonly string[] _folders =
        [.. (manifest.Allow ?? []).Append(manifest.Directory).Select(folder => Resolve(Path.GetFullPath(folder, baseDirectory)))];

    /// <summary>Why a file may not be loaded; null: it may.</summary>
    public string? Refusal(string path)
    {
        string real = Resolve(path);
        foreach (string folder in _folders)
        {
            if (real.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return null;
        }

        string what = real == path ? path : $"{path} (which is {real})";
        return $"{what} lies in none of the allowed folders ({string.Join(", ", _folders)}); move it there, or add its folder to \"allow\" in plugins.json";
    }

    /// <summary>The path without links in it, as far as it exists.</summary>
    private static string Resolve(string path)
    {
        string root = Path.GetPathRoot(path) ?? "";
        string real = root;
        int links = 0;
        var rest = new Stack<string>(path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out string? part))
        {
            string next = Path.Combine(real, part);
            FileSystemInfo info = new FileInfo(next);
            if (info.LinkTarget is not { } target || ++links > MostLinks)
            {
                real = next;
                continue;
            }

            string full = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(full) ?? "";
            foreach (string piece in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(piece);
        }

        return real;
    }
}
