using System.Globalization;
using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// Random documents, messages and formats for the libraries of scripts: what a script gets back, value or error, is the same as on
/// redis-server. A failure names its seed.
/// </summary>
[Collection(ServerPairGroup.Name)]
public sealed class LibraryCallTests(ServerPair servers)
{
    private const int Calls = 1500;

    // Turns any result into one text that doesn't depend on the order of tables.
    private const string Show = """
        local function show(v)
          local t = type(v)
          if v == cjson.null then return 'NULL' end
          if t == 'number' then if v ~= v then return 'nan' end return string.format('%.17g', v) end
          if t == 'string' then return '<' .. v .. '>' end
          if t == 'table' then local o = {} for k, e in pairs(v) do o[#o + 1] = show(k) .. '=' .. show(e) end table.sort(o) return '{' .. table.concat(o, ';') .. '}' end
          return tostring(v)
        end
        local function all(...) local o = {} for i = 1, select('#', ...) do o[i] = show((select(i, ...))) end return table.concat(o, '|') end
        local function id(...) return ... end
        return all(pcall(function() return id(CALL) end))
        """;

    private static readonly string[] s_scraps =
        ["[", "]", "{", "}", ",", ":", "\"", "\\", "0", "1", "-", "+", ".", "e", "nan", "inf", "0x1f", "-0", "01", "true", "nul", "\\u12", "\\ud800", "\0", " ", "/", "1e", ".5"];

    private static readonly string[] s_numbers =
        ["0", "1", "-1", "127", "128", "-32", "-33", "255", "256", "65535", "65536", "2^31", "-2^31", "2^32", "2^53", "2^63", "-2^63", "2^64", "1e14", "1e15", "0.1", "1.5",
         "-2.5", "1/3", "0/0", "1/0", "-1/0", "5e-324", "1e300", "99999999999999"];

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Json_documents_are_decoded_alike(int seed) => Compare(seed, static random =>
    {
        var text = new StringBuilder();
        Document(random, text, 0);
        for (int i = random.Next(2) * random.Next(4); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            if (random.Next(2) == 0 && at < text.Length)
                text.Remove(at, 1);
            text.Insert(at, s_scraps[random.Next(s_scraps.Length)]);
        }
        return $"cjson.decode({Literal(text.ToString())})";
    });

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(4)]
    public void Values_are_encoded_alike(int seed) => Compare(seed, static random =>
        (random.Next(2) == 0 ? "cjson.encode(" : "cmsgpack.pack(") + Value(random, 0) + ")");

    [SkippableTheory]
    [InlineData(5)]
    public void Messages_are_unpacked_alike(int seed) => Compare(seed, static random =>
    {
        var bytes = new StringBuilder();
        for (int i = random.Next(1, 20); i > 0; i--)
        {
            bytes.Append((char)(random.Next(3) switch
            {
                0 => random.Next(256),
                1 => 0xc0 + random.Next(0x20),
                _ => random.Next(4),
            }));
        }
        string message = Literal(bytes.ToString());
        return random.Next(3) switch
        {
            0 => $"cmsgpack.unpack({message})",
            1 => $"cmsgpack.unpack_one({message},{random.Next(-1, 8)})",
            _ => $"cmsgpack.unpack_limit({message},{random.Next(-1, 5)},{random.Next(-1, 8)})",
        };
    });

    [SkippableTheory]
    [InlineData(6)]
    public void Formats_and_bits_do_the_same(int seed) => Compare(seed, static random =>
    {
        if (random.Next(3) == 0)
        {
            string[] names = ["tobit", "tohex", "bnot", "band", "bor", "bxor", "lshift", "rshift", "arshift", "rol", "ror", "bswap"];
            return $"bit.{names[random.Next(names.Length)]}({Numbers(random, random.Next(4))})";
        }

        var format = new StringBuilder();
        for (int i = random.Next(1, 7); i > 0; i--)
        {
            char option = "bBhHlLiIcTfdsx<>!"[random.Next(17)];
            format.Append(option);
            if (option is 'i' or 'I' or 'c' && random.Next(2) == 0)
                format.Append(random.Next(34));
        }
        if (random.Next(2) == 0)
            return $"struct.pack({Literal(format.ToString())}{(random.Next(8) is > 0 and var count ? "," + Numbers(random, count) : "")})";
        var data = new StringBuilder();
        for (int i = random.Next(60); i > 0; i--)
            data.Append((char)(random.Next(2) == 0 ? random.Next(3) : random.Next(256)));
        return $"struct.unpack({Literal(format.ToString())},{Literal(data.ToString())},{random.Next(-1, 6)})";
    });

    private void Compare(int seed, Func<Random, string> call)
    {
        Skip.If(KnownCommands.Missing(servers.Ours, ["EVAL"]).Count > 0, "waits for EVAL");
        var random = new Random(seed);
        using RespConnection oracle = servers.Oracle.Connect();
        using RespConnection ours = servers.Ours.Connect();
        for (int i = 0; i < Calls; i++)
        {
            string expression = call(random);
            string script = Show.Replace("\n", " ").Replace("CALL", expression);
            string expected = Encoding.Latin1.GetString(oracle.Call("EVAL", script, "0"));
            string actual = Encoding.Latin1.GetString(ours.Call("EVAL", script, "0"));
            Assert.True(expected == actual, $"seed {seed}, call {i}: {expression}\nexpected {expected}\nactual   {actual}");
        }
    }

    private static void Document(Random random, StringBuilder text, int depth)
    {
        switch (random.Next(depth < 4 ? 9 : 6))
        {
            case 0:
                text.Append(new[] { "true", "false", "null" }[random.Next(3)]);
                break;
            case 1:
                text.Append(random.Next(-100000, 100000));
                break;
            case 2:
                text.Append((random.NextDouble() * Math.Pow(10, random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture));
                break;
            case < 6:
                Text(random, text);
                break;
            case < 8:
                text.Append('[');
                Many(random, text, depth, static (random, text, depth) => Document(random, text, depth));
                text.Append(']');
                break;
            default:
                text.Append('{');
                Many(random, text, depth, static (random, text, depth) =>
                {
                    Text(random, text);
                    text.Append(':');
                    Document(random, text, depth);
                });
                text.Append('}');
                break;
        }
    }

    private static void Many(Random random, StringBuilder text, int depth, Action<Random, StringBuilder, int> one)
    {
        int count = random.Next(5);
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(new[] { "", "", " ", "\n\t" }[random.Next(4)]);
            one(random, text, depth + 1);
        }
    }

    private static void Text(Random random, StringBuilder text)
    {
        string[] parts = ["a", "key", "x y", "\\n", "\\/", "\\\\", "\\\"", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\u0000", "/", "\u007f", "\u00c3\u00a9"];
        text.Append('"');
        for (int i = random.Next(4); i > 0; i--)
            text.Append(parts[random.Next(parts.Length)]);
        text.Append('"');
    }

    private static string Value(Random random, int depth)
    {
        switch (random.Next(depth < 4 ? 10 : 6))
        {
            case < 3:
                return s_numbers[random.Next(s_numbers.Length)];
            case < 5:
                var bytes = new StringBuilder();
                for (int i = random.Next(8); i > 0; i--)
                    bytes.Append((char)random.Next(256));
                return Literal(bytes.ToString());
            case 5:
                return new[] { "true", "false", "cjson.null", "nil", "tostring" }[random.Next(random.Next(20) == 0 ? 5 : 3)];
            case < 8:
                return "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Value(random, depth + 1))) + "}";
            default:
                string key = random.Next(2) == 0 ? $"'k{random.Next(100)}'" : random.Next(-2, 14).ToString(CultureInfo.InvariantCulture);
                return $"{{[{key}]={Value(random, depth + 1)}}}";
        }
    }

    private static string Numbers(Random random, int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(_ => s_numbers[random.Next(s_numbers.Length)]));

    private static string Literal(string bytes)
    {
        var literal = new StringBuilder("'");
        foreach (char character in bytes)
        {
            if (character is >= ' ' and < '\x7f' and not ('\'' or '\\'))
                literal.Append(character);
            else
                literal.Append('\\').Append(((int)character).ToString("D3", CultureInfo.InvariantCulture));
        }
        return literal.Append('\'').ToString();
    }
}
