using System.Text;
using System.Text.Json;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Reads plugins.json, comments and trailing commas allowed. Token by token, so that every error can name its line.
/// </summary>
internal ref struct PluginManifestReader
{
    private const string RootKeys = "directory, dropIn, watch, allow, strict, plugins";
    private const string EntryKeys = "id, path, enabled, reload, sha256";

    private readonly string _file;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _json;

    private PluginManifestReader(string file, ReadOnlySpan<byte> text)
    {
        _file = file;
        _text = text;
        _json = new Utf8JsonReader(text, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        });
    }

    /// <summary>Reads the file; without one, everything in <c>plugins</c> beside it is loaded.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PluginManifestException">It is wrong.</exception>
    public static PluginManifest Load(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new PluginManifest { File = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginManifestException($"{path}: can't be read: {e.Message}");
        }

        return Parse(path, text);
    }

    /// <summary>Reads the file's text.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="text">Its bytes.</param>
    public static PluginManifest Parse(string path, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
            text = text[3..];
        var reader = new PluginManifestReader(path, text);
        try
        {
            return reader.Root();
        }
        catch (JsonException e)
        {
            // The parser's sentence ends with the position in its own words; the line is said once.
            string what = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new PluginManifestException($"{path}:{(e.LineNumber ?? 0) + 1}: not valid JSON: {what}");
        }
    }

    private PluginManifest Root()
    {
        _json.Read();
        Expect(JsonTokenType.StartObject, $"the file holds an object with {RootKeys}");
        var manifest = new PluginManifest { File = _file };
        var seen = new HashSet<string>();
        while (NextKey(seen, out string key))
        {
            manifest = key switch
            {
                "directory" => manifest with { Directory = Text(key) },
                "dropIn" => manifest with { DropIn = Boolean(key) },
                "watch" => manifest with { Watch = Boolean(key) },
                "allow" => manifest with { Allow = Texts(key) },
                "strict" => manifest with { Strict = Boolean(key) },
                "plugins" => manifest with { Plugins = Entries() },
                "$schema" => Ignore(manifest),
                _ => throw Error($"unknown key \"{key}\"; allowed are {RootKeys}"),
            };
        }

        while (_json.Read())
        {
        }

        return manifest;
    }

    private List<PluginManifestEntry> Entries()
    {
        _json.Read();
        Expect(JsonTokenType.StartArray, "\"plugins\" is a list of objects such as { \"id\": \"strings\" }");
        var entries = new List<PluginManifestEntry>();
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            PluginManifestEntry entry = Entry();
            if (!lines.TryAdd(entry.Id, entry.Origin))
                throw new PluginManifestException($"{entry.Origin}: plugin \"{entry.Id}\" stands here again, first at {lines[entry.Id]}; list it once");
            entries.Add(entry);
        }

        return entries;
    }

    private PluginManifestEntry Entry()
    {
        Expect(JsonTokenType.StartObject, $"a plugin is an object with {EntryKeys}");
        string origin = Here();
        var entry = new PluginManifestEntry { Id = "", Origin = origin };
        var seen = new HashSet<string>();
        while (NextKey(seen, out string key))
        {
            entry = key switch
            {
                "id" => entry with { Id = Id() },
                "path" => entry with { Path = Text(key) },
                "enabled" => entry with { Enabled = Boolean(key) },
                "reload" => entry with { Reload = Boolean(key) },
                "sha256" => entry with { Sha256 = Digest() },
                _ => throw Error($"unknown key \"{key}\"; allowed are {EntryKeys}"),
            };
        }

        return entry.Id.Length > 0 ? entry : throw new PluginManifestException($"{origin}: the plugin has no \"id\"");
    }

    private bool NextKey(HashSet<string> seen, out string key)
    {
        _json.Read();
        key = "";
        if (_json.TokenType != JsonTokenType.PropertyName)
            return false;
        key = _json.GetString()!;
        return seen.Add(key) ? true : throw Error($"\"{key}\" stands here twice");
    }

    private string Id()
    {
        string id = Text("id");
        foreach (char letter in id)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('.' or '-' or '_'))
                throw Error($"\"id\" is \"{id}\"; an id has lower-case letters, digits, '.', '-' and '_' only");
        }

        return id;
    }

    private string Digest()
    {
        string digest = Text("sha256");
        if (digest.Length != 64 || !digest.AsSpan().ContainsOnlyHex())
            throw Error($"\"sha256\" is \"{digest}\"; it has 64 hexadecimal digits");
        return digest;
    }

    private string Text(string key)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String || _json.GetString() is not { Length: > 0 } text)
            throw Error($"\"{key}\" is {Found()}; it must be a text that is not empty");
        return text;
    }

    private List<string> Texts(string key)
    {
        _json.Read();
        Expect(JsonTokenType.StartArray, $"\"{key}\" is a list of folders");
        var texts = new List<string>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.String || _json.GetString() is not { Length: > 0 } text)
                throw Error($"\"{key}\" has {Found()} in it; each must be a text that is not empty");
            texts.Add(text);
        }

        return texts;
    }

    private bool Boolean(string key)
    {
        _json.Read();
        return _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Error($"\"{key}\" is {Found()}; it must be true or false"),
        };
    }

    private PluginManifest Ignore(PluginManifest manifest)
    {
        _json.Read();
        _json.Skip();
        return manifest;
    }

    private void Expect(JsonTokenType token, string allowed)
    {
        if (_json.TokenType != token)
            throw Error($"found {Found()}; {allowed}");
    }

    private string Found() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"\"{_json.GetString()}\"",
        _ => Encoding.UTF8.GetString(_json.ValueSpan),
    };

    private PluginManifestException Error(string what) => new($"{Here()}: {what}");

    private string Here() => $"{_file}:{_text[..(int)_json.TokenStartIndex].Count((byte)'\n') + 1}";
}

/// <summary>Text checks of the manifest.</summary>
file static class Hexadecimal
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiHexDigit(letter))
                return false;
        }

        return true;
    }
}
