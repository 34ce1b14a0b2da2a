using System.Buffers.Binary;
using System.Text;
using CacheStorm.Plugins.HyperLogLog;

namespace CacheStorm.UnitTests.HyperLogLog;

/// <summary>The hash that everything rests on, and how far the estimate is off.</summary>
public class EstimateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(60_000)]
    [InlineData(300_000)]
    public void The_estimate_is_within_a_few_standard_errors(int elements)
    {
        const int rounds = 8;
        double squares = 0;
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        for (int round = 0; round < rounds; round++)
        {
            byte[] registers = new byte[HllFormat.Registers];
            for (int i = 0; i < elements; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(element, (ulong)round << 32 | (uint)i);
                ElementHash hash = ElementHash.Of(element);
                registers[hash.Register] = Math.Max(registers[hash.Register], (byte)hash.Rank);
            }
            var histogram = new RegisterHistogram();
            histogram.Add(registers);
            double error = (histogram.Estimate() - elements) / (double)elements;
            Assert.InRange(Math.Abs(error), 0, 0.04 + 1e-9);
            squares += error * error;
        }

        // 1.04 / sqrt(16,384) is 0.81 %; eight rounds scatter around it.
        Assert.InRange(Math.Sqrt(squares / rounds), 0, 2 * 0.0081);
    }

    [Fact]
    public void Nothing_counts_as_nothing()
    {
        var histogram = new RegisterHistogram();
        histogram.Add(0, HllFormat.Registers);

        Assert.Equal(0, histogram.Estimate());
    }

    [Fact]
    public void Ranks_reach_from_1_to_51()
    {
        int greatest = 0;
        for (int i = 0; i < 100_000; i++)
        {
            ElementHash hash = ElementHash.Of(Encoding.ASCII.GetBytes($"{i}"));
            Assert.InRange(hash.Rank, 1, 51);
            Assert.InRange(hash.Register, 0, HllFormat.Registers - 1);
            greatest = Math.Max(greatest, hash.Rank);
        }
        Assert.InRange(greatest, 12, 40);
    }
}
