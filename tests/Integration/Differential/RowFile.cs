using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>Reads .rows files. The format is described in Rows/README.md.</summary>
internal static partial class RowFile
{
    private static readonly Lazy<IReadOnlyList<Scenario>> Everything = new(() =>
        [.. Directory.GetFiles(TestEnvironment.RowsDirectory, "*.rows").Order(StringComparer.Ordinal).SelectMany(Read)]);

    public static IReadOnlyList<Scenario> All => Everything.Value;

    private static List<Scenario> Read(string path)
    {
        string file = Path.GetFileName(path);
        string[] lines = File.ReadAllLines(path, Encoding.UTF8);
        List<Scenario> scenarios = [];
        List<Step> steps = [];

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            try
            {
                if (line.StartsWith("== ", StringComparison.Ordinal))
                {
                    steps = [];
                    scenarios.Add(ReadHeader(file, i + 1, line[3..], steps));
                    continue;
                }
                if (scenarios.Count == 0)
                    throw new FormatException("a line stands before the first scenario");
                steps.AddRange(ReadSteps(i + 1, line));
            }
            catch (FormatException error)
            {
                throw new FormatException($"{file}:{i + 1}: {error.Message}", error);
            }
        }
        return scenarios;
    }

    private static Scenario ReadHeader(string file, int line, string header, List<Step> steps)
    {
        string[] parts = header.Split(" | ", StringSplitOptions.TrimEntries);
        var scenario = new Scenario(file, line, parts[0], steps);
        foreach (string option in parts.Skip(1))
        {
            (string word, string rest) = CommandText.Split(option);
            scenario = word switch
            {
                "requires" => scenario with { Requires = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
                "only" when rest is "resp2" or "resp3" => scenario with { OnlyProtocol = rest[^1] - '0' },
                "ours" => scenario with { OursOnly = true },
                "own" => scenario with { OwnServers = [.. CommandText.Parse(rest).Select(a => Encoding.Latin1.GetString(a.Bytes))] },
                _ => throw new FormatException($"unknown condition '{option}'"),
            };
        }
        return scenario;
    }

    /// <summary>One step, or as many as a <c>for</c> line asks for.</summary>
    private static IEnumerable<Step> ReadSteps(int line, string text)
    {
        Match loop = Loop().Match(text);
        if (!loop.Success)
            return [ReadStep(line, text)];

        int from = int.Parse(loop.Groups[1].Value, CultureInfo.InvariantCulture);
        int to = int.Parse(loop.Groups[2].Value, CultureInfo.InvariantCulture);
        return Enumerable.Range(from, to - from + 1)
            .Select(i => ReadStep(line, loop.Groups[3].Value.Replace("{i}", $"{i}", StringComparison.Ordinal)));
    }

    private static Step ReadStep(int line, string text)
    {
        string rest = text;
        int connection = 1;
        var act = Act.Call;
        var tolerance = Tolerance.Exact;
        string parameter = "";
        string? stated = null;
        string? captureName = null;

        while (true)
        {
            (string word, string after) = CommandText.Split(rest);
            if (word.Length == 2 && word[0] == '@' && char.IsAsciiDigit(word[1]))
            {
                connection = word[1] - '0';
            }
            else if (word[0] == '~')
            {
                tolerance = ReadTolerance(word);
                if (tolerance is Tolerance.Prefix or Tolerance.Match or Tolerance.Time)
                    (parameter, after) = ReadQuotable(after);
            }
            else if (word == ">")
            {
                act = Act.Send;
            }
            else if (word is "<" or "closed")
            {
                act = word == "<" ? Act.Read : Act.ExpectClosed;
            }
            else if (word == "until")
            {
                act = Act.Until;
                (stated, after) = ReadQuotable(after);
            }
            else if (word == "let")
            {
                act = Act.Capture;
                (captureName, after) = CommandText.Split(after);
                if (after.StartsWith('/'))
                {
                    int end = after.IndexOf("/ ", 1, StringComparison.Ordinal);
                    (parameter, after) = (after[1..end], after[(end + 2)..]);
                }
            }
            else if (word == "finally")
            {
                act = Act.Finally;
            }
            else
            {
                break;
            }

            rest = after;
            if (rest.Length == 0)
                return new Step(line, text, connection, act, tolerance, parameter, []);
        }

        int arrow = rest.LastIndexOf("=> ", StringComparison.Ordinal);
        if (arrow == 0 || (arrow > 0 && rest[arrow - 1] == ' '))
        {
            stated = rest[(arrow + 3)..].Trim();
            rest = rest[..arrow].TrimEnd();
        }

        (string verb, string operand) = CommandText.Split(rest);
        List<Argument> arguments = CommandText.Parse(verb == "raw" ? operand : rest);
        return new Step(line, text, connection, act, tolerance, parameter, arguments)
        {
            RawBytes = verb == "raw" ? [.. arguments.SelectMany(argument => argument.Bytes)] : null,
            Stated = stated,
            CaptureName = captureName,
        };
    }

    private static Tolerance ReadTolerance(string word) => word switch
    {
        "~ignore" => Tolerance.Ignore,
        "~type" => Tolerance.Type,
        "~shape" => Tolerance.Shape,
        "~unordered" => Tolerance.Unordered,
        "~time" => Tolerance.Time,
        "~prefix" => Tolerance.Prefix,
        "~match" => Tolerance.Match,
        "~names" => Tolerance.Names,
        "~keys" => Tolerance.Keys,
        "~help" => Tolerance.Help,
        _ => throw new FormatException($"unknown tolerance '{word}'"),
    };

    /// <summary>A word, or a text in double quotes, taken as it stands; a backslash shields the next character.</summary>
    private static (string Value, string After) ReadQuotable(string text)
    {
        if (!text.StartsWith('"'))
            return CommandText.Split(text);
        int end = 1;
        while (end < text.Length && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length)
            throw new FormatException("a quote is not closed");
        return (text[1..end], text[(end + 1)..].TrimStart());
    }

    [GeneratedRegex(@"^for (\d+)\.\.(\d+) (.*)$")]
    private static partial Regex Loop();
}
