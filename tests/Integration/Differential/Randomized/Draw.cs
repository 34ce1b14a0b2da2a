using System.Globalization;
using System.Text;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// Draws from the vocabulary. The same seed draws the same. Few keys, fields and members, so that commands meet; values around the
/// limits at which encodings change. Used by one test at a time.
/// </summary>
internal sealed class Draw(int seed)
{
    private static readonly Dictionary<string, string[]> KeysByType = new()
    {
        ["string"] = ["s1", "s2", "s3"],
        ["number"] = ["n1", "n2"],
        ["list"] = ["l1", "l2", "l3"],
        ["set"] = ["t1", "t2", "t3"],
        ["hash"] = ["h1", "h2", "h3"],
        ["zset"] = ["z1", "z2", "z3"],
        ["bitmap"] = ["b1", "b2", "b3"],
        ["hll"] = ["p1", "p2", "p3"],
        ["geo"] = ["g1", "g2"],
    };
    private static readonly string[] LexKeys = ["q1", "q2", "q-none"];
    private static readonly string[] AllKeys = [.. KeysByType.Values.SelectMany(keys => keys), "cross", "none", "h1"];
    private static readonly string[] Members =
    [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "-1", "300", "70000", "5000000000", "a", "b", "c", "d", "e", "f", "aa", "ab",
        "1.5", "01", "", "with blank", "a\0b", "ÿ\u0080", "seventeen letters", "sixteen  letters", new string('m', 70), new string('n', 300),
    ];
    private static readonly string[] Odd =
    [
        "", "abc", "-1", "0", "1", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "1.5", "nan", "+1", " 1", "\0", "*", "#",
        "NX", "XX", "GT", "LT", "CH", "INCR", "GET", "EX", "KEEPTTL", "LIMIT", "COUNT", "WITHSCORES", "MATCH", "STORE", "BY", "LEFT", "WEIGHTS",
        "AGGREGATE", "REPLACE", "REV", "BYLEX", "ANY", "RANK",
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, byte[]> _bound = [];

    /// <summary>How often the last repetition repeated.</summary>
    public int LastTimes { get; set; } = 1;

    public static byte[] Text(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public int Below(int limit) => _random.Next(limit);

    public T OneOf<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Forgets the words with a number: a new line of the grammar begins.</summary>
    public void BeginLine() => _bound.Clear();

    /// <summary>Something that fits nowhere in particular.</summary>
    public byte[] OddWord() => Text(OneOf(Odd));

    public byte[] Word(string name)
    {
        int colon = name.IndexOf(':');
        if (colon < 0)
            return Text(Make(name));
        if (!_bound.TryGetValue(name, out byte[]? word))
            _bound[name] = word = Text(Make(name[..colon]));
        return word;
    }

    private string Make(string name) => name switch
    {
        "key" => OneOf(AllKeys),
        "lexset" => OneOf(LexKeys),
        "value" => Value(),
        "member" or "field" or "element" => Member(),
        "int" => Integer(),
        "float" => OneOf("0.1", "-3.5", "1e3", "10", "-1", "3.0e-2", "1.7e308", "abc", "0x10", "5.", "0", "100", "123456789.25"),
        "index" => $"{_random.Next(-9, 10)}",
        "count" => Happens(0.06) ? OneOf("-1", "-3", "abc", "1000", "9223372036854775807") : $"{_random.Next(0, 6)}",
        "some" => $"{_random.Next(1, 6)}",
        "score" => Score(),
        "bound" => Happens(0.1) ? OneOf("-inf", "+inf", "(-inf", "(inf") : Happens(0.3) ? "(" + Score() : Score(),
        "lex" => Happens(0.15) ? OneOf("-", "+", "(", "[", "abc", "") : OneOf("[", "(") + Member(),
        "pattern" => OneOf("*", "?", "[a-e]", "*1*", "a*", "[0-9]", "h*", "\\a", "[^a]*", "*\0*", "z[12]", ""),
        "bit" => Happens(0.04) ? OneOf("2", "-1", "x") : OneOf("0", "1"),
        "offset" => Happens(0.04) ? OneOf("-1", "4294967296", "x", "9223372036854775807") : $"{_random.Next(0, 300)}",
        "seconds" => Happens(0.05) ? OneOf("0", "-1", "x", "9223372036854775807") : $"{_random.Next(1_000_000, 9_000_000)}",
        "milliseconds" => Happens(0.05) ? OneOf("0", "-1", "x", "9223372036854775807") : $"{_random.NextInt64(1_000_000_000, 9_000_000_000)}",
        "at" => Happens(0.05) ? OneOf("0", "-1", "x", "9223372036854775807") : $"{_random.NextInt64(4_102_444_800, 4_200_000_000)}",
        "pat" => Happens(0.05) ? OneOf("0", "-1", "x") : $"{_random.NextInt64(4_102_444_800_000, 4_200_000_000_000)}",
        "bittype" => OneOf("u", "i", "u", "i", "x") + OneOf("1", "2", "4", "8", "15", "16", "32", "63", "64", "65", "0"),
        "bitplace" => OneOf("", "#", "") + (Happens(0.04) ? OneOf("-1", "x") : $"{_random.Next(0, 30)}"),
        "longitude" => Happens(0.03) ? OneOf("181", "x") : (_random.NextDouble() * 20).ToString("F4", CultureInfo.InvariantCulture),
        "latitude" => Happens(0.03) ? OneOf("86", "x") : (_random.NextDouble() * 20 + 30).ToString("F4", CultureInfo.InvariantCulture),
        "radius" => Happens(0.03) ? OneOf("-1", "x", "0") : $"{_random.Next(1, 2500)}",
        "unit" => Happens(0.03) ? "parsec" : OneOf("m", "km", "mi", "ft", "km", "km"),
        "place" => OneOf("rome", "oslo", "bern", "kyiv", "lima", "a", "b", "c"),
        _ when KeysByType.TryGetValue(name, out string[]? own) => Happens(0.05) ? OneOf(AllKeys) : OneOf(own),
        _ => throw new FormatException($"the vocabulary has no <{name}>"),
    };

    private string Member() => Happens(0.25) ? $"{_random.Next(0, 8)}" : OneOf(Members);

    private string Integer() => Happens(0.12)
        ? OneOf("9223372036854775807", "-9223372036854775808", "9223372036854775808", "abc", "", " 1", "1.0", "007", "4294967296", "-2147483649")
        : $"{_random.Next(-20, 30)}";

    private string Score() => Happens(0.1)
        ? OneOf("inf", "-inf", "nan", "abc", "1e300", "-0", "0.1", "1e-5", "9007199254740993", "3.3333333333333335", "0x1f", "", "17179869184")
        : Happens(0.2) ? $"{_random.Next(-8, 9)}.5" : $"{_random.Next(-8, 9)}";

    private string Value() => _random.Next(20) switch
    {
        < 6 => $"{_random.Next(-20, 120)}",
        6 => OneOf("9223372036854775807", "-9223372036854775808", "9223372036854775808", "10000", "9999", "12345678901", "-0", "007", "1e5"),
        7 or 8 => OneOf("1.5", "3.0", "-2.25", "1e10", "0.1", "inf", "nan"),
        < 14 => new string((char)('a' + _random.Next(6)), _random.Next(1, 12)),
        14 => "",
        15 => "a\0b\r\nc",
        16 => new string('x', OneOf(43, 44, 45, 63, 64, 65)),
        17 => new string('y', _random.Next(100, 600)),
        18 => "hello " + OneOf("world", "there", "redis"),
        _ => Member(),
    };
}
