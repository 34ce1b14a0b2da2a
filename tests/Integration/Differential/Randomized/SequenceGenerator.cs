namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>Makes sequences of commands by a grammar and a seed. Some are broken on purpose; some stand in a transaction.</summary>
internal sealed class SequenceGenerator(Grammar grammar, int seed, bool withTransactions)
{
    private const double BreakProbability = 0.04;
    private const double TransactionProbability = 0.01;

    private readonly Draw _draw = new(seed);

    /// <summary>Commands that belong together, a group each.</summary>
    public List<RandomGroup> Make(int commands)
    {
        List<RandomGroup> groups = [];
        for (int made = 0; made < commands; made += groups[^1].Commands.Count)
            groups.Add(withTransactions && _draw.Happens(TransactionProbability) ? MakeTransaction() : MakeGroup());
        return groups;
    }

    private RandomGroup MakeGroup()
    {
        Line line = grammar.Choose(_draw);
        _draw.BeginLine();
        List<RandomCommand> commands = [];
        foreach (CommandShape shape in line.Commands)
            commands.Add(MakeCommand(shape));
        if (line.MayBreak && commands is [{ MayBreak: true }] && _draw.Happens(BreakProbability))
            Break(commands[0].Arguments);
        return new RandomGroup(commands);
    }

    private RandomGroup MakeTransaction()
    {
        List<RandomCommand> commands = [new([Draw.Text("MULTI")], Likeness.Exact)];
        int size = 1 + _draw.Below(5);
        while (commands.Count <= size)
        {
            if (MakeGroup() is { Commands: [{ Likeness: Likeness.Exact, MayBreak: true } only] })
                commands.Add(only);
        }
        commands.Add(new([Draw.Text(_draw.Happens(0.1) ? "DISCARD" : "EXEC")], Likeness.Exact));
        return new RandomGroup(commands);
    }

    private RandomCommand MakeCommand(CommandShape shape)
    {
        List<byte[]> arguments = [];
        shape.Arguments.Expand(_draw, arguments);
        return new RandomCommand(arguments, shape.Likeness);
    }

    /// <summary>One argument is left out, put in, doubled or exchanged. Never two exchanged: a time could become a short one.</summary>
    private void Break(List<byte[]> arguments)
    {
        if (arguments.Count == 1)
        {
            arguments.Add(_draw.OddWord());
            return;
        }
        int place = 1 + _draw.Below(arguments.Count - 1);
        switch (_draw.Below(4))
        {
            case 0:
                arguments.RemoveAt(place);
                break;
            case 1:
                arguments.Insert(place + _draw.Below(2), _draw.OddWord());
                break;
            case 2:
                arguments.Insert(place, arguments[place]);
                break;
            default:
                arguments[place] = _draw.OddWord();
                break;
        }
    }
}

/// <summary>Commands that are sent one after the other or not at all.</summary>
internal sealed record RandomGroup(IReadOnlyList<RandomCommand> Commands);

/// <summary>One command, and how its two replies are compared.</summary>
internal sealed record RandomCommand(List<byte[]> Arguments, Likeness Likeness)
{
    // Broken, these could wait for ever, fill the memory or change what no later FLUSHALL takes back.
    private static readonly string[] Delicate =
        ["BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "CONFIG", "DEBUG", "SETBIT", "SETRANGE", "SELECT",
         "BITFIELD", "SWAPDB", "RESTORE", "SCAN", "HSCAN", "SSCAN", "ZSCAN", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER", "EXPIRE", "PEXPIRE", "SETEX", "PSETEX"];

    public string Name { get; } = System.Text.Encoding.Latin1.GetString(Arguments[0]);

    public bool MayBreak => Likeness is Likeness.Exact or Likeness.Unordered && !Delicate.Contains(Name);

    public override string ToString() => string.Join(' ', Arguments.Select(Quoted));

    // As the .rows files write it.
    private static string Quoted(byte[] argument)
    {
        if (argument.Length > 20 && argument[0] is > (byte)' ' and < 127 && !argument.AsSpan().ContainsAnyExcept(argument[0]))
            return $"{(char)argument[0]}**{argument.Length}";
        string text = Harness.RespFormat.Escape(argument);
        return text.Length == 0 || text.Length != argument.Length || text.AsSpan().ContainsAny(" '*$#") ? $"\"{text}\"" : text;
    }
}
