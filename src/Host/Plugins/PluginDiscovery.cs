using System.Security.Cryptography;

namespace CacheStorm.Host.Plugins;

/// <summary>One plugin on its way in: what the manifest and its file say, and why it stays out, if so.</summary>
internal sealed class PluginCandidate
{
    public required string Id { get; init; }
    public PluginIdentity? Identity { get; init; }
    public bool Reload { get; init; }
    public bool Disabled { get; init; }
    /// <summary>Why it is refused, in a line; null: it is not.</summary>
    public string? Refusal { get; set; }
    public string Path => Identity?.Path ?? "";

    /// <summary>The same, to be loaded so that it can be taken out again.</summary>
    public PluginCandidate AsReloadable() => new() { Id = Id, Identity = Identity, Reload = true, Refusal = Refusal };

    public IReadOnlyList<string> Requires => Identity?.Requires ?? [];
}

/// <summary>
/// Finds the plugins that a manifest names and those that were dropped into its folder. Reads metadata only; loads nothing.
/// </summary>
internal static class PluginDiscovery
{
    /// <summary>Finds them.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="baseDirectory">What its paths are relative to.</param>
    /// <param name="contract">Our version of the contract.</param>
    /// <returns>In the order to load them in, needs not yet looked at.</returns>
    public static List<PluginCandidate> Find(PluginManifest manifest, string baseDirectory, Version contract)
    {
        string directory = Path.GetFullPath(manifest.Directory, baseDirectory);
        var candidates = new List<PluginCandidate>();
        Dictionary<string, List<PluginIdentity>> inFolder = ReadFolder(directory);
        var allowed = new AllowedFolders(manifest, baseDirectory);
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        foreach (PluginManifestEntry entry in manifest.Plugins)
        {
            claimed.Add(entry.Id);
            PluginCandidate candidate = Candidate(entry, inFolder, directory, baseDirectory, contract);
            // Without a list the administrator's entries may point anywhere.
            if (manifest.Allow is not null && candidate is { Refusal: null, Disabled: false })
                candidate.Refusal = allowed.Refusal(candidate.Path);
            candidates.Add(candidate);
        }

        if (!manifest.DropIn)
            return candidates;
        foreach (PluginIdentity identity in inFolder.Values.SelectMany(i => i).OrderBy(i => i.Path, StringComparer.Ordinal))
        {
            if (claimed.Add(identity.Id))
            {
                candidates.Add(new PluginCandidate
                {
                    Id = identity.Id,
                    Identity = identity,
                    // What was dropped in may be taken out again while somebody looks.
                    Reload = manifest.Watch && identity.CanReload,
                    Refusal = DuplicateOf(inFolder[identity.Id]) ?? IdentityRefusal(identity, contract) ?? allowed.Refusal(identity.Path),
                });
            }
        }

        return candidates;
    }

    /// <summary>Finds the plugin at a path that somebody named while the server runs.</summary>
    /// <param name="path">The assembly, or the folder that holds it; full.</param>
    /// <param name="manifest">The manifest: says where plugins may come from, and the digest of those that it names.</param>
    /// <param name="baseDirectory">What its paths are relative to.</param>
    /// <param name="contract">Our version of the contract.</param>
    /// <param name="refusal">Why there is none, in a line.</param>
    public static PluginCandidate? FindAt(string path, PluginManifest manifest, string baseDirectory, Version contract, out string refusal)
    {
        refusal = new AllowedFolders(manifest, baseDirectory).Refusal(path) ?? "";
        if (refusal.Length > 0)
            return null;
        List<PluginIdentity> found = Directory.Exists(path) ? PluginsIn(path) : PluginPeek.Read(path) is { } one ? [one] : [];
        if (found.Count != 1)
        {
            refusal = found.Count > 1 ? $"{path} holds several plugins; name one file"
                : File.Exists(path) || Directory.Exists(path) ? $"{path} is no plugin: it has no [assembly: CacheStormPlugin(…)]" : $"{path} does not exist";
            return null;
        }

        PluginIdentity identity = found[0];
        PluginManifestEntry? entry = manifest.Plugins.FirstOrDefault(e => e.Id == identity.Id);
        return new PluginCandidate
        {
            Id = identity.Id,
            Identity = identity,
            Reload = identity.CanReload,
            Refusal = IdentityRefusal(identity, contract) ?? (entry is null ? null : DigestRefusal(identity, entry)),
        };
    }

    private static PluginCandidate Candidate(PluginManifestEntry entry, Dictionary<string, List<PluginIdentity>> inFolder,
        string directory, string baseDirectory, Version contract)
    {
        PluginIdentity? identity = null;
        string? refusal = null;
        if (entry.Path is not null)
        {
            string path = Path.GetFullPath(entry.Path, baseDirectory);
            identity = PluginPeek.Read(path);
            if (!File.Exists(path))
                refusal = $"{path} does not exist; correct \"path\" ({entry.Origin})";
            else if (identity is null)
                refusal = $"{path} is no plugin: it has no [assembly: CacheStormPlugin(…)]";
            else if (identity.Id != entry.Id)
                refusal = $"{path} is plugin \"{identity.Id}\"; correct \"id\" or \"path\" ({entry.Origin})";
        }
        else if (inFolder.TryGetValue(entry.Id, out List<PluginIdentity>? found))
        {
            identity = found[0];
            refusal = DuplicateOf(found);
        }
        else
        {
            refusal = $"no folder below {directory} holds it; build it there, give its \"path\", or set \"enabled\": false ({entry.Origin})";
        }

        if (refusal is null && identity is not null)
            refusal = IdentityRefusal(identity, contract) ?? DigestRefusal(identity, entry);
        return new PluginCandidate
        {
            Id = entry.Id,
            Identity = identity,
            Reload = entry.Reload && identity is not { CanReload: false },
            Disabled = !entry.Enabled,
            Refusal = entry.Enabled ? refusal : null,
        };
    }

    private static string? DuplicateOf(List<PluginIdentity> found) =>
        found.Count > 1 ? $"two files claim the id: {found[0].Path} and {found[1].Path}; remove one, or name one by \"path\"" : null;

    private static string? IdentityRefusal(PluginIdentity identity, Version ours)
    {
        if (identity.Id.Length == 0)
            return $"{identity.Path} has no id in its [assembly: CacheStormPlugin(…)]";
        Version theirs = identity.Contract!;
        if (theirs.Major == ours.Major && theirs.Minor <= ours.Minor)
            return null;
        string cure = theirs > ours ? "update the server" : "build the plugin against the server's contract";
        return $"it was built for contract {theirs.ToString(2)}, the server has {ours.ToString(2)}; {cure}";
    }

    private static string? DigestRefusal(PluginIdentity identity, PluginManifestEntry entry)
    {
        if (entry.Sha256 is null)
            return null;
        using FileStream file = File.OpenRead(identity.Path);
        string digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return string.Equals(digest, entry.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{identity.Path} has SHA-256 {digest}, not the one of {entry.Origin}; put the expected file back or correct \"sha256\"";
    }

    private static Dictionary<string, List<PluginIdentity>> ReadFolder(string directory)
    {
        var found = new Dictionary<string, List<PluginIdentity>>(StringComparer.Ordinal);
        if (!Directory.Exists(directory))
            return found;
        string[] folders = Directory.GetDirectories(directory);
        Array.Sort(folders, StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            foreach (PluginIdentity identity in PluginsIn(folder))
            {
                if (!found.TryGetValue(identity.Id, out List<PluginIdentity>? same))
                    found[identity.Id] = same = [];
                same.Add(identity);
            }
        }

        return found;
    }

    /// <summary>The plugins whose assemblies lie in a folder.</summary>
    public static List<PluginIdentity> PluginsIn(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.dll");
        Array.Sort(files, StringComparer.Ordinal);
        // A built plugin has its list of dependencies beside it; its dependencies' files have none and need no look.
        string[] main = Array.FindAll(files, f => File.Exists(Path.ChangeExtension(f, ".deps.json")));
        var plugins = new List<PluginIdentity>(1);
        foreach (string file in main.Length > 0 ? main : files)
        {
            if (PluginPeek.Read(file) is { } identity)
                plugins.Add(identity);
        }

        return plugins;
    }
}
