using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>A folder that exists; its value is its full path, or a dot for the one that the server was started in.</summary>
internal sealed class DirectoryFormat : ConfigFormat
{
    private const string Here = ".";

    public override ConfigKind Kind => ConfigKind.Text;

    public override string Allowed => "a folder that exists";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = null;
        if (text is Here or "./")
            value = Here;
        else if (Directory.Exists(text))
            value = Path.GetFullPath(text);
        else
            error = File.Exists(text) ? "Not a directory" : "No such file or directory";
        return value is not null;
    }

    public override string Write(object value) => (string)value == Here ? Environment.CurrentDirectory : (string)value;

    public override IReadOnlyList<string> WriteLines(object value) => [(string)value];
}
