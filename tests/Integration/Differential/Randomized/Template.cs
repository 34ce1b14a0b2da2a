namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// The arguments of a command with its freedoms: <c>&lt;word&gt;</c> is drawn from the vocabulary (<c>&lt;word:1&gt;</c> the same each time in a line), <c>[ a | b ]</c> is one of these or nothing,
/// <c>( a | b )</c> one of these, <c>{ a }</c> one to four times, <c>#{ a }</c> the same with the number in front, <c>={ a }</c> as often
/// as the last one.
/// </summary>
internal abstract record Template
{
    public static Template Parse(string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Template template = ParseChoice(words, mayBeNothing: false);
        return words.Count == 0 ? template : throw new FormatException($"nothing opens the {words.Peek()} in: {text}");
    }

    /// <summary>Adds arguments.</summary>
    public abstract void Expand(Draw draw, List<byte[]> arguments);

    private static Template ParseChoice(Queue<string> words, bool mayBeNothing)
    {
        List<Template> choices = [];
        List<Template> parts = [];
        while (words.TryPeek(out string? word) && word is not ("]" or ")" or "}"))
        {
            words.Dequeue();
            if (word == "|")
            {
                choices.Add(new Row(parts));
                parts = [];
            }
            else
            {
                parts.Add(ParsePart(word, words));
            }
        }
        choices.Add(new Row(parts));
        return choices.Count == 1 && !mayBeNothing ? choices[0] : new Choice(choices, mayBeNothing);
    }

    private static Template ParsePart(string word, Queue<string> words)
    {
        Template Inside(bool mayBeNothing)
        {
            Template inside = ParseChoice(words, mayBeNothing);
            words.Dequeue();
            return inside;
        }

        return word switch
        {
            "[" => Inside(mayBeNothing: true),
            "(" => Inside(mayBeNothing: false),
            "{" => new Repeated(Inside(mayBeNothing: false), WithNumber: false, AsBefore: false),
            "#{" => new Repeated(Inside(mayBeNothing: false), WithNumber: true, AsBefore: false),
            "={" => new Repeated(Inside(mayBeNothing: false), WithNumber: false, AsBefore: true),
            _ when word[0] == '<' && word[^1] == '>' => new Drawn(word[1..^1]),
            _ => new Literal(System.Text.Encoding.Latin1.GetBytes(word)),
        };
    }

    private sealed record Row(IReadOnlyList<Template> Parts) : Template
    {
        public override void Expand(Draw draw, List<byte[]> arguments)
        {
            foreach (Template part in Parts)
                part.Expand(draw, arguments);
        }
    }

    private sealed record Choice(IReadOnlyList<Template> Choices, bool MayBeNothing) : Template
    {
        public override void Expand(Draw draw, List<byte[]> arguments)
        {
            if (!MayBeNothing || draw.Happens(0.4))
                Choices[draw.Below(Choices.Count)].Expand(draw, arguments);
        }
    }

    private sealed record Repeated(Template Inside, bool WithNumber, bool AsBefore) : Template
    {
        public override void Expand(Draw draw, List<byte[]> arguments)
        {
            int times = AsBefore ? draw.LastTimes : 1 + draw.Below(draw.Happens(0.3) ? 4 : 2);
            // Now and then the numbers don't fit together.
            if (AsBefore && draw.Happens(0.03))
                times = Math.Max(0, times + (draw.Happens(0.5) ? 1 : -1));
            draw.LastTimes = times;
            if (WithNumber)
                arguments.Add(draw.Happens(0.03) ? draw.Word("int") : Draw.Text($"{times}"));
            for (int i = 0; i < times; i++)
                Inside.Expand(draw, arguments);
        }
    }

    private sealed record Drawn(string Word) : Template
    {
        public override void Expand(Draw draw, List<byte[]> arguments) => arguments.Add(draw.Word(Word));
    }

    private sealed record Literal(byte[] Bytes) : Template
    {
        public override void Expand(Draw draw, List<byte[]> arguments) => arguments.Add(Bytes);
    }
}
