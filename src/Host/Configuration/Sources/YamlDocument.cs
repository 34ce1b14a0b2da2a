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
internal sealed record YamlEntry(string Path, IReadOnlyList<string>? Words, int Line, int Column, int Start, int End);

/// <summary>
/// A YAML file as a list of paths with values and positions, read from the parser's events: so that each value keeps
/// its line for messages, and its place for being rewritten.
/// </summary>
internal sealed class YamlDocument
{
    private readonly Parser _parser;
    private readonly string _source;
    private readonly HashSet<string> _seen = [];

    private YamlDocument(string source, string text)
    {
        _source = source;
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
            int line = (int)failure.Start.Line;
            string row = text.Split('\n').ElementAtOrDefault(line - 1) ?? "";
            string message = row.TrimStart(' ').StartsWith('\t')
                ? "a tab; YAML allows only spaces before a key"
                : "not valid YAML: " + Innermost(failure);
            document.Problems.Add(new($"{source}:{line}", message));
        }

        return document;
    }

    private static string Innermost(Exception failure)
        => (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ");

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

    private void ReadMapping(string prefix)
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
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
    }

    private void ReadValue(string path, Scalar key)
    {
        ParsingEvent value = _parser.Current!;
        if (_parser.TryConsume<MappingStart>(out _))
        {
            Add(path, null, key, value.Start, value.Start);
            ReadMapping(path + ".");
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            var words = new List<string>();
            Mark end = ReadSequence(path, words);
            Add(path, words, key, value.Start, end);
        }
        else if (TryScalar(out Scalar? scalar))
        {
            bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null";
            Add(path, [isNull ? "" : scalar.Value], key, scalar.Start, scalar.End);
        }
        else
        {
            Report(value, $"{path}: anchors and aliases are not supported");
            _parser.SkipThisAndNestedEvents();
        }
    }

    /// <summary>The scalars of a sequence, nested ones included; its end is that of the last thing in it.</summary>
    private Mark ReadSequence(string path, List<string> words)
    {
        Mark end = _parser.Current!.End;
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            if (TryScalar(out Scalar? scalar))
            {
                words.Add(scalar.Value);
                end = scalar.End;
            }
            else if (_parser.TryConsume<SequenceStart>(out _))
            {
                end = ReadSequence(path, words);
            }
            else
            {
                Report(_parser.Current!, $"{path}: found a mapping in a list, allowed: values");
                _parser.SkipThisAndNestedEvents();
            }
        }

        SequenceEnd last = _parser.Consume<SequenceEnd>();
        return last.End.Index > last.Start.Index ? last.End : end; // A flow sequence has a bracket, a block one nothing.
    }

    private bool TryScalar([NotNullWhen(true)] out Scalar? scalar)
    {
        scalar = _parser.Current as Scalar;
        if (scalar is not null)
            _parser.MoveNext();
        return scalar is not null;
    }

    private void Add(string path, IReadOnlyList<string>? words, Scalar key, Mark start, Mark end)
        => Entries.Add(new(path, words, (int)key.Start.Line, (int)key.Start.Column - 1, (int)start.Index, (int)end.Index));

    private void Report(ParsingEvent at, string message) => Problems.Add(new($"{_source}:{at.Start.Line}", message));
}
