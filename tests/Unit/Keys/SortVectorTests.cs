using System.Text;
using CacheStorm.Plugins.Keys;
using CsCheck;

namespace CacheStorm.UnitTests.Keys;

public sealed class SortVectorTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(5000)]
    public void The_wanted_records_come_in_order_and_equals_keep_their_places(int most)
    {
        Gen.Select(Gen.Int[0, 40].Array[0, most], Gen.Bool, Gen.Int[0, most]).Sample((numbers, descending, wanted) =>
        {
            wanted = Math.Min(wanted, numbers.Length);
            using SortVector vector = SortVector.Rent();
            for (int i = 0; i < numbers.Length; i++)
                vector.Add(Encoding.ASCII.GetBytes($"{i}"));
            for (int i = 0; i < numbers.Length; i++)
            {
                byte[] text = Encoding.ASCII.GetBytes($"a common start {numbers[i]:D3}");
                vector.Records[i].CompareBy(vector.Texts.Add(text), text);
            }

            vector.Sort(descending, wanted);

            int[] places = [.. Enumerable.Range(0, numbers.Length)];
            IEnumerable<int> expected = descending ? places.OrderByDescending(i => numbers[i]) : places.OrderBy(i => numbers[i]);
            List<int> sorted = [];
            for (int i = 0; i < wanted; i++)
                sorted.Add(int.Parse(Encoding.ASCII.GetString(vector.ElementOf(in vector.Records[i])), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(expected.Take(wanted), sorted);
        }, iter: 60);
    }

    [Theory]
    [InlineData("", 0.0)]
    [InlineData(" 5", 5.0)]
    [InlineData("5\0x", 5.0)]
    [InlineData("0x10", 16.0)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("5 ", null)]
    [InlineData(" ", null)]
    [InlineData("1e-320", null)]
    [InlineData("nan", null)]
    public void Numbers_are_read_as_the_C_library_reads_them(string text, double? expected)
    {
        bool read = SortScore.TryParse(Encoding.Latin1.GetBytes(text), out double score);
        Assert.Equal(expected.HasValue, read);
        if (expected is { } value)
            Assert.Equal(value, score);
    }
}
