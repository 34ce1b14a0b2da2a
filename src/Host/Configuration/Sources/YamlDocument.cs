using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CacheStorm.Host.Configuration;

/// <summary>One key of the file with what stands behind it.</summary>
/// <param name="Path">The keys from the root, joined by dots.</param>
/// <param name="Words">The value's scalars; null for a section.</param>
/// <param name="Line">The key's line, counted from 1.</param>
/// <param name="Column">The key's column, counted from 0.</param>
/// <param name="Start">Where the value's text starts in the file.</param>
/// <param name="End">Where it ends; equal to the start for a value that is not there.</param>
internal sealed record YamlEntry(string Path, IReadOnlyList<string>? Words, int Line, int Column, int Start, int End)
{
    /// <summary>A section in braces: <c>{port: 7000}</c>.</summary>
    public bool IsFlow { get; init; }

    /// <summary>A list of values.</summary>
    public bool IsList { get; init; }

    /// <summary>A list with a mapping in it, which stands among the words as <c>{key=value key=value}</c>.</summary>
    public bool HasMappings { get; init; }
}

/// <summary>
/// A YAML file as a list of paths with values and positions, read from the parser's events: so that each value keeps
/// its line for messages, and its place for being rewritten.
/// </summary>
internal sealed class YamlDocument
{
    private readonly Parser _parser;
    private readonly string _source;
    private readonly string _text;
    private readonly HashSet<string> _seen = [];

    private YamlDocument(string source, string text)
    {
        _source = source;
        _text = text;
        _parser = new Parser(new StringReader(text));
    }

    public List<YamlEntry> Entries { get; } = [];

    public List<ConfigProblem> Problems { get; } = [];

    public static YamlDocument Read(string source, string text)
    {
        var document = new YamlDocument(source, text);
        try
        {
            document.ReadRoot();
        }
        catch (YamlException failure)
        {
            document.Problems.Add(Explain(source, text, failure));
        }

        return document;
    }

    private static ConfigProblem Explain(string source, string text, YamlException failure)
    {
        // The parser names the place where it gave up, which for a tab is the line before.
        string[] rows = text.Split('\n');
        for (int i = Math.Max((int)failure.Start.Line - 1, 0); i < Math.Min((int)failure.End.Line + 1, rows.Length); i++)
        {
            if (rows[i].TrimStart(' ').StartsWith('\t'))
                return new($"{source}:{i + 1}", "a tab; YAML allows only spaces before a key");
        }

        string message = (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ");
        return new($"{source}:{failure.Start.Line}", $"not valid YAML: {message}");
    }

    private void ReadRoot()
    {
        _parser.Consume<StreamStart>();
        while (!_parser.Accept<StreamEnd>(out _))
        {
            DocumentStart start = _parser.Consume<DocumentStart>();
            if (Entries.Count > 0)
                Report(start, "a second document; one file holds one");

            if (_parser.TryConsume<MappingStart>(out _))
                ReadMapping("");
            else if (TryScalar(out Scalar? scalar))
            {
                if (scalar.Value.Length > 0)
                    Report(scalar, $"found \"{scalar.Value}\", allowed: sections such as server:");
            }
            else
            {
                Report(_parser.Current!, "found a list, allowed: sections such as server:");
                _parser.SkipThisAndNestedEvents();
            }

            _parser.Consume<DocumentEnd>();
        }
    }

    /// <summary>Reads a mapping's entries.</summary>
    /// <returns>Where its text ends, when it stands in braces.</returns>
    private int ReadMapping(string prefix)
    {
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (!TryScalar(out Scalar? key))
            {
                Report(_parser.Current!, "a key must be a word");
                _parser.SkipThisAndNestedEvents();
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            string path = prefix + key.Value;
            if (!_seen.Add(path))
                Report(key, $"{path}: given twice in this file, first in line {Entries.Find(e => e.Path == path)?.Line}");
            ReadValue(path, key);
        }

        return AfterBracket(_parser.Consume<MappingEnd>(), '}') ?? 0;
    }

    private void ReadValue(string path, Scalar key)
    {
        ParsingEvent value = _parser.Current!;
        if (value is MappingStart mapping)
        {
            _parser.MoveNext();
            int index = Entries.Count;
            Add(path, null, key, (int)value.Start.Index, (int)value.Start.Index);
            int end = ReadMapping(path + ".");
            Entries[index] = Entries[index] with { End = end, IsFlow = mapping.Style == MappingStyle.Flow };
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            var words = new List<string>();
            int mappings = 0;
            int end = ReadSequence(path, words, ref mappings);
            Add(path, words, key, (int)value.Start.Index, end);
            Entries[^1] = Entries[^1] with { IsList = true, HasMappings = mappings > 0 };
        }
        else if (TryScalar(out Scalar? scalar))
        {
            bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null";
            Add(path, [isNull ? "" : scalar.Value], key, (int)scalar.Start.Index, (int)scalar.End.Index);
        }
        else
        {
            Report(value, $"{path}: anchors and aliases are not supported");
            _parser.SkipThisAndNestedEvents();
        }
    }

    /// <summary>The scalars of a sequence, nested ones included; its end is that of the last thing in it.</summary>
    private int ReadSequence(string path, List<string> words, ref int mappings)
    {
        int end = (int)_parser.Current!.Start.Index;
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            if (TryScalar(out Scalar? scalar))
            {
                words.Add(scalar.Value);
                end = (int)scalar.End.Index;
            }
            else if (_parser.TryConsume<SequenceStart>(out _))
            {
                end = ReadSequence(path, words, ref mappings);
            }
            else if (_parser.TryConsume<MappingStart>(out _))
            {
                mappings++;
                end = ReadItem(path, words, end);
            }
            else
            {
                Report(_parser.Current!, $"{path}: anchors and aliases are not supported");
                _parser.SkipThisAndNestedEvents();
            }
        }

        return AfterBracket(_parser.Consume<SequenceEnd>(), ']') ?? end;
    }

    /// <summary>A mapping in a sequence, of keys with one value each: it becomes one word.</summary>
    private int ReadItem(string path, List<string> words, int end)
    {
        var pairs = new List<string>();
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (TryScalar(out Scalar? key) && TryScalar(out Scalar? value))
            {
                pairs.Add($"{key.Value}={value.Value}");
                end = (int)value.End.Index;
                if (pairs[^1].AsSpan().IndexOfAny(" {}") >= 0)
                    Report(key, $"{path}: found \"{pairs[^1]}\", allowed: values without spaces and braces");
            }
            else
            {
                Report(_parser.Current!, $"{path}: allowed in a list: keys with one value each");
                _parser.SkipThisAndNestedEvents();
            }
        }

        words.Add($"{{{string.Join(' ', pairs)}}}");
        return AfterBracket(_parser.Consume<MappingEnd>(), '}') ?? end;
    }

    /// <summary>Where a collection in brackets ends; null for one that has none, whose end is anywhere after it.</summary>
    private int? AfterBracket(ParsingEvent end, char bracket)
    {
        int at = (int)end.Start.Index;
        if (at < _text.Length && _text[at] == bracket)
            return at + 1;
        return at > 0 && at <= _text.Length && _text[at - 1] == bracket ? at : null;
    }

    private bool TryScalar([NotNullWhen(true)] out Scalar? scalar)
    {
        scalar = _parser.Current as Scalar;
        if (scalar is not null)
            _parser.MoveNext();
        return scalar is not null;
    }

    private void Add(string path, IReadOnlyList<string>? words, Scalar key, int start, int end)
        => Entries.Add(new(path, words, (int)key.Start.Line, (int)key.Start.Column - 1, start, end));

    private void Report(ParsingEvent at, string message) => Problems.Add(new($"{_source}:{at.Start.Line}", message));
}
