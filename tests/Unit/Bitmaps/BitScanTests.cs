using CacheStorm.Plugins.Bitmaps;
using CsCheck;

namespace CacheStorm.UnitTests.Bitmaps;

/// <summary>Counting and finding bits against looking at each of them.</summary>
public class BitScanTests
{
    private static readonly Gen<byte[]> Bytes =
        Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xFF)).Array[1, 400];

    private static readonly Gen<byte[]> Runs =
        from head in Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)0xFF))
        from length in Gen.Int[1, 300]
        from one in Gen.Byte
        from at in Gen.Int[0, 299]
        select Enumerable.Range(0, length).Select(i => i == at ? one : head).ToArray();

    [Fact]
    public void A_count_over_a_range_is_that_of_its_bits() =>
        Gen.Select(Bytes, Gen.Long[-3300, 3300], Gen.Long[-3300, 3300], Gen.Bool).Sample((bytes, start, end, inBits) =>
        {
            BitRange range = BitRange.Of(start, end, inBits, bytes.Length);
            Assert.Equal(Naive(bytes, start, end, inBits).Count(offset => IsSet(bytes, offset)), range.IsEmpty ? 0 : PopulationCount.Of(bytes, range));
        });

    [Fact]
    public void The_first_bit_in_a_range_is_found() =>
        Gen.Select(Gen.OneOf(Bytes, Runs), Gen.Long[-3300, 3300], Gen.Long[-3300, 3300], Gen.Bool, Gen.Bool)
            .Sample((bytes, start, end, inBits, set) =>
            {
                BitRange range = BitRange.Of(start, end, inBits, bytes.Length);
                long expected = Naive(bytes, start, end, inBits).Where(offset => IsSet(bytes, offset) == set).DefaultIfEmpty(-1).First();
                Assert.Equal(expected, range.IsEmpty ? -1 : BitSearch.First(bytes, set, range));
            });

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(31 * 32 * 3)]
    [InlineData(100_003)]
    public void Sums_of_bytes_do_not_overflow(int length)
    {
        byte[] ones = new byte[length];
        ones.AsSpan().Fill(0xFF);

        Assert.Equal(8L * length, PopulationCount.Of(ones));
    }

    private static IEnumerable<long> Naive(byte[] bytes, long start, long end, bool inBits)
    {
        long total = inBits ? 8L * bytes.Length : bytes.Length;
        long width = inBits ? 1 : 8;
        start = start < 0 ? Math.Max(0, total + start) : start;
        end = Math.Min(total - 1, end < 0 ? Math.Max(0, total + end) : end);
        for (long bit = start * width; bit < (end + 1) * width; bit++)
            yield return bit;
    }

    private static bool IsSet(byte[] bytes, long offset) => (bytes[offset / 8] & 1 << (int)(7 - offset % 8)) != 0;
}
