using System.Text;
using CacheStorm.Plugins.Geo.Data;
using CsCheck;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Found points keep their texts, and come out nearest or farthest first.</summary>
public sealed class FoundPointsTests
{
    // Few different distances among many, and many.
    private static readonly Gen<double[]> _distances = Gen.OneOf(
        Gen.Int[0, 5].Select(n => (double)n).Array[0, 500], Gen.Double[0, 1e6].Array[0, 500]);

    [Fact]
    public void The_wanted_ones_are_in_order() => Gen.Select(_distances, Gen.Bool, Gen.Int[0, 600]).Sample((distances, descending, count) =>
    {
        using FoundPoints points = Fill(distances);
        int wanted = Math.Min(count, distances.Length);
        points.Sort(descending, wanted);

        double[] expected = [.. descending ? distances.OrderDescending() : distances.Order()];
        bool[] seen = new bool[distances.Length];
        for (int i = 0; i < wanted; i++)
        {
            Assert.Equal(expected[i], points[i].Metres);
            int index = int.Parse(points.MemberOf(in points[i]), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(distances[index], points[i].Metres);
            Assert.False(seen[index]);
            seen[index] = true;
        }
    });

    [Fact]
    public void Equals_keep_their_order_when_all_are_wanted() => _distances.Sample(distances =>
    {
        using FoundPoints points = Fill(distances);
        points.Sort(descending: true, distances.Length);
        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].Metres == points[i - 1].Metres)
                Assert.True(points[i].Score > points[i - 1].Score);
        }
    });

    [Theory]
    [InlineData(100_000)]
    public void Keys_in_any_arrangement_are_sorted_in_time(int count)
    {
        int half = count / 2;
        (string Name, Func<int, double> Value)[] arrangements =
        [
            ("ascending", i => i), ("descending", i => -i), ("equal", _ => 1), ("saw", i => i % 100),
            ("pipes", i => i < half ? i : count - i), ("two", i => i & 1),
        ];
        foreach ((string name, Func<int, double> value) in arrangements)
        {
            SortKey[] keys = [.. Enumerable.Range(0, count).Select(i => new SortKey(value(i), i))];
            PartialSort.Sort(keys, half);
            double[] expected = [.. Enumerable.Range(0, count).Select(value).Order()];
            Assert.True(expected.AsSpan(0, half).SequenceEqual(keys.Take(half).Select(k => k.Value).ToArray()), name);
        }
    }

    [Fact]
    public void Long_texts_are_kept()
    {
        using FoundPoints points = FoundPoints.Rent();
        for (int i = 0; i < 200; i++)
            points.Add(Encoding.ASCII.GetBytes(new string((char)('a' + i % 26), i * 97)), i, default, i);
        for (int i = 0; i < 200; i++)
            Assert.Equal(new string((char)('a' + i % 26), i * 97), Encoding.ASCII.GetString(points.MemberOf(in points[i])));
    }

    private static FoundPoints Fill(double[] distances)
    {
        FoundPoints points = FoundPoints.Rent();
        for (int i = 0; i < distances.Length; i++)
            points.Add(Encoding.ASCII.GetBytes($"{i}"), i, default, distances[i]);
        return points;
    }
}
