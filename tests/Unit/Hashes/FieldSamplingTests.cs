using System.Text;
using CacheStorm.Plugins.Hashes;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>Every field has the same chance. Seeds are fixed: the statistics are the same in every run.</summary>
public class FieldSamplingTests
{
    private struct Collected(Dictionary<string, int> counts) : IFieldVisitor
    {
        public int Seen { get; private set; }

        public void Visit(scoped PackedElement field, scoped PackedElement value)
        {
            Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
            string name = Encoding.Latin1.GetString(field.Text(text));
            counts[name] = counts.GetValueOrDefault(name) + 1;
            Seen++;
        }
    }

    [Theory]
    [InlineData(20, 1, true)]
    [InlineData(700, 1, true)]
    [InlineData(20, 7, false)]
    [InlineData(20, 19, false)]
    [InlineData(700, 50, false)]
    [InlineData(700, 650, false)]
    public void Fields_are_drawn_evenly(int fields, int wanted, bool repeats)
    {
        var calls = new HashCalls();
        for (int i = 0; i < fields; i++)
            calls.Run($"HSET h f{i} v");
        AssertEven(calls, fields, wanted, repeats);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    public void Expired_fields_are_never_drawn(int fields)
    {
        var calls = new HashCalls();
        for (int i = 0; i < fields; i++)
        {
            calls.Run($"HSET h f{i} v");
            calls.Run($"HSETEX h PX 10 FIELDS 1 gone{i} v");
        }
        calls.Clock.Now += 100;
        AssertEven(calls, fields, 1, repeats: true);
        AssertEven(calls, fields, fields / 4, repeats: false);
        Assert.StartsWith($"*{fields}\r\n", calls.Run("HRANDFIELD h 10000"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_have_expired_there_is_nothing_to_draw()
    {
        var calls = new HashCalls();
        calls.Run("HSETEX h PX 10 FIELDS 2 a 1 b 2");
        calls.Clock.Now += 100;
        Assert.Equal("$-1\r\n", calls.Run("HRANDFIELD h"));
        Assert.Equal("*0\r\n", calls.Run("HRANDFIELD h 5"));
        Assert.Equal("*0\r\n", calls.Run("HRANDFIELD h -5"));
        Assert.Equal("*0\r\n", calls.Run("HGETALL h"));
        Assert.Equal(":2\r\n", calls.Run("HLEN h"));
    }

    private static void AssertEven(HashCalls calls, int fields, int wanted, bool repeats)
    {
        var random = new Random(42);
        var counts = new Dictionary<string, int>();
        var collected = new Collected(counts);
        int rounds = 100 * fields / wanted + 1;
        Assert.True(calls.Open().TryFind("h"u8, out Entry entry, Lookup.Peek));
        long live = FieldSampling.CountLive(entry, calls.Type.Count(entry), calls.Clock.Now);
        Assert.Equal(fields, live);
        for (int round = 0; round < rounds; round++)
        {
            if (repeats)
                FieldSampling.WithRepetition(entry, calls.Clock.Now, live, wanted, random, ref collected);
            else
                FieldSampling.WithoutRepetition(entry, calls.Clock.Now, live, wanted, random, ref collected);
        }

        Assert.Equal((long)rounds * wanted, collected.Seen);
        Assert.Equal(fields, counts.Count);
        double mean = (double)rounds * wanted / fields;
        double chiSquare = counts.Values.Sum(count => (count - mean) * (count - mean) / mean);

        // Degrees of freedom n: mean n, deviation sqrt(2n). Without repetition the counts vary less still.
        Assert.InRange(chiSquare, 0, fields + 5 * Math.Sqrt(2 * fields));
    }
}
