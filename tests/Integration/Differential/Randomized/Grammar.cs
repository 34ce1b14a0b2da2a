using System.Globalization;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// What sequences are made of: the lines of the .grammar files, each one or more commands that belong together, with a weight. The
/// README beside the files describes their form.
/// </summary>
internal sealed class Grammar
{
    private readonly List<Line> _lines = [];
    private readonly int _totalWeight;

    private Grammar(IEnumerable<Line> lines)
    {
        _lines.AddRange(lines);
        _totalWeight = _lines.Sum(line => line.Weight);
    }

    public int Count => _lines.Count;

    /// <summary>The lines whose commands both servers know.</summary>
    public static Grammar For(params ServerProcess[] servers)
    {
        var lines = new List<Line>();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Grammar"), "*.grammar").Order(StringComparer.Ordinal))
        {
            foreach (string text in File.ReadLines(file).Select(text => text.Trim()))
            {
                if (text.Length > 0 && text[0] != '/')
                    lines.Add(ParseLine(text));
            }
        }
        return new Grammar(lines.Where(line => servers.All(server =>
            KnownCommands.Missing(server, line.Commands.Select(command => command.Name)).Count == 0)));
    }

    public Line Choose(Draw draw)
    {
        int place = draw.Below(_totalWeight);
        foreach (Line line in _lines)
        {
            place -= line.Weight;
            if (place < 0)
                return line;
        }
        throw new InvalidOperationException("the weights don't add up");
    }

    private static Line ParseLine(string text)
    {
        int weight = 10;
        if (char.IsAsciiDigit(text[0]))
        {
            int end = text.IndexOf(' ');
            weight = int.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture);
            text = text[(end + 1)..];
        }
        bool mayBreak = text[0] != '!';
        return new Line(weight, mayBreak, [.. text.TrimStart('!', ' ').Split(" ; ").Select(ParseCommand)]);
    }

    private static CommandShape ParseCommand(string text)
    {
        Likeness likeness = Likeness.Exact;
        if (text[0] == '~')
        {
            (string mark, text) = CommandText.Split(text);
            likeness = Enum.Parse<Likeness>(mark[1..], ignoreCase: true);
        }
        (string name, string after) = CommandText.Split(text);
        if (name is "OBJECT" or "DEBUG" or "CONFIG" && after.Length > 0)
            name = $"{name}|{CommandText.Split(after).Word}";
        return new CommandShape(name is "DEBUG|DIGEST-VALUE" ? "DEBUG" : name, likeness, Template.Parse(text));
    }
}

/// <summary>One line of a grammar.</summary>
internal sealed record Line(int Weight, bool MayBreak, IReadOnlyList<CommandShape> Commands);

/// <summary>One command of a line.</summary>
internal sealed record CommandShape(string Name, Likeness Likeness, Template Arguments);

/// <summary>How much alike the replies must be.</summary>
internal enum Likeness
{
    /// <summary>Byte for byte.</summary>
    Exact,

    /// <summary>In any order.</summary>
    Unordered,

    /// <summary>Byte for byte when the reply before said that the encoding keeps the order; else in any order.</summary>
    Packed,

    /// <summary>Numbers, up to a few seconds.</summary>
    Time,

    /// <summary>As many, and each from the server's own reply before.</summary>
    Among,

    /// <summary>Not compared.</summary>
    Ignore,

    /// <summary>A dump: each server must restore the other's, and both must make the same value of it. The second argument is the key.</summary>
    Exchange,
}
