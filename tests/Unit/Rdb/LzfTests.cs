using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

public sealed class LzfTests
{
    [Fact]
    public void What_was_compressed_comes_back() =>
        Gen.OneOf(RdbGenerators.Repetitive, Gen.Byte.Array[1, 500], Gen.Byte[97, 98].Array[1, 2000]).Sample(RoundTrip);

    [Fact]
    public void Bytes_that_do_not_shrink_are_given_up()
    {
        byte[] noise = new byte[4000];
        new Random(1).NextBytes(noise);
        Assert.Equal(0, Lzf.Compress(noise, new byte[noise.Length - 4]));
    }

    [Fact]
    public void The_same_bytes_compress_alike_whatever_came_before()
    {
        byte[] text = "one two three one two three one two three one two three"u8.ToArray();
        byte[] first = Compress(text);
        Gen.Byte[97, 110].Array[30, 3000].Sample(other =>
        {
            Compress(other);
            return Compress(text).AsSpan().SequenceEqual(first);
        }, threads: 1, iter: 200);
    }

    [Fact]
    public void Room_for_one_byte_less_is_refused_and_not_overrun() => RdbGenerators.Repetitive.Sample(value =>
    {
        int length = Compress(value).Length;
        for (int room = 1; room < Math.Min(length, 40); room++)
            Assert.Equal(0, Lzf.Compress(value, new byte[room]));
    });

    private static bool RoundTrip(byte[] value)
    {
        if (value.Length == 0)
            return true;
        byte[] compressed = Compress(value);
        if (Lzf.ExpandedLength(compressed) != value.Length)
            return false;
        byte[] expanded = new byte[value.Length];
        Lzf.Expand(compressed, expanded);
        return expanded.AsSpan().SequenceEqual(value);
    }

    private static byte[] Compress(byte[] value)
    {
        byte[] room = new byte[value.Length * 2 + 16];
        return room[..Lzf.Compress(value, room)];
    }
}
