using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Namespaces;

/// <summary>
/// Namespaces, each as <c>{name=sessions ttl=3600 maxmemory=100mb policy=allkeys-lru}</c> or its name alone; in YAML a list of mappings with
/// these keys. Its value is an array of <see cref="NamespaceDeclaration"/>.
/// </summary>
public sealed class DeclarationsFormat : ConfigFormat
{
    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Structured;

    /// <inheritdoc/>
    public override string Allowed => "a list of namespaces, each with name and, if wanted, ttl (seconds), maxmemory, policy";

    /// <inheritdoc/>
    public override bool TryParse(string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        var declarations = new List<NamespaceDeclaration>();
        value = null;
        error = null;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        while (!rest.IsEmpty && error is null)
        {
            int length = rest[0] == '{' ? rest.IndexOf('}') + 1 : rest.IndexOf(' ');
            if (rest[0] == '{' && length == 0)
            {
                error = "a brace is not closed";
                return false;
            }

            ReadOnlySpan<char> item = length < 0 ? rest : rest[..length];
            rest = rest[item.Length..].Trim();
            error = Read(item[0] == '{' ? item[1..^1].ToString() : $"name={item}", declarations);
        }

        value = error is null ? declarations.ToArray() : null;
        return error is null;
    }

    /// <inheritdoc/>
    public override string Write(object value) => string.Join(' ', ((NamespaceDeclaration[])value).Select(Write));

    /// <summary>Reads one; says what is wrong, or null.</summary>
    private static string? Read(string item, List<NamespaceDeclaration> declarations)
    {
        string? name = null;
        NamespaceOptions options = default;
        foreach (string pair in item.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string key = pair.Split('=')[0];
            string text = pair.Length > key.Length ? pair[(key.Length + 1)..] : "";
            switch (key)
            {
                case "name":
                    name = text;
                    break;
                case "ttl" when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
                    && seconds is > 0 and <= NamespaceOptions.LongestTtl / 1000:
                    options = options with { DefaultTtl = seconds * 1000 };
                    break;
                case "maxmemory" when text.Length > 0 && MemorySizeFormat.TryReadBytes(text, out long bytes) && bytes > 0:
                    options = options with { MaxMemory = bytes };
                    break;
                case "policy" when text.Length > 0:
                    options = options with { Policy = text };
                    break;
                default:
                    return $"namespace {declarations.Count + 1}: \"{pair}\" is not allowed; ttl is 1 or more seconds, maxmemory 1 or more bytes";
            }
        }

        if (name is null || !NamespaceName.IsValid(Encoding.UTF8.GetBytes(name)))
            return $"namespace {declarations.Count + 1}: its name must be 1 to 128 of letters, digits and . _ - :";
        if (declarations.Exists(one => one.Name == name))
            return $"namespace {name} is given twice";
        declarations.Add(new NamespaceDeclaration(name, options));
        return null;
    }

    private static string Write(NamespaceDeclaration one)
    {
        var text = new StringBuilder("{name=").Append(one.Name);
        if (one.Options.DefaultTtl > 0)
            text.Append(CultureInfo.InvariantCulture, $" ttl={one.Options.DefaultTtl / 1000}");
        if (one.Options.MaxMemory > 0)
            text.Append(CultureInfo.InvariantCulture, $" maxmemory={MemorySizeFormat.WriteShort(one.Options.MaxMemory)}");
        if (one.Options.Policy is not null)
            text.Append(CultureInfo.InvariantCulture, $" policy={one.Options.Policy}");
        return text.Append('}').ToString();
    }
}
