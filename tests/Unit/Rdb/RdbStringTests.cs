using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

public sealed class RdbStringTests
{
    /// <summary>What redis-server 7.0.15 answers to DUMP: value, whole payload.</summary>
    public static TheoryData<string, string> Dumps => new()
    {
        { "", "00000a005d9b5c400f7fa2da" },
        { "0", "00c0000a009840a778f8500308" },
        { "-128", "00c0800a009966326d2f0c5bd9" },
        { "32767", "00c1ff7f0a00495a37da17f4d52b" },
        { "-2147483648", "00c2000000800a00c74f873e33558187" },
        { "2147483648", "000a323134373438333634380a00e7b129a34c1d76ee" },
        { "01", "000230310a006cddc441144c7da4" },
        { "hello", "000568656c6c6f0a006372df766534200a" },
        { new string('a', 20), "001461616161616161616161616161616161616161610a0083b46b5e1b11acf1" },
        { new string('a', 21), "00c30615016161e00a000a00fd0cb36807413f68" },
        { new string('a', 300), "00c30c412c016161e0ff00e017000161610a004b1bc2625246e713" },
        { string.Concat(Enumerable.Repeat("abc", 40)), "00c30b40780361626361e069020162630a00c494a1702ae23e06" },
        {
            "the quick brown fox jumps over the lazy dog, the quick brown fox is back",
            "00c33a40481f74686520717569636b2062726f776e20666f78206a756d7073206f7665722074201e086c617a7920646f672c600de0072c066973206261636b0a004f268db8bb2aac2c"
        },
    };

    [Theory]
    [MemberData(nameof(Dumps))]
    public void A_string_is_written_byte_for_byte_as_redis_does(string value, string payload)
    {
        var writer = new RdbWriter();
        writer.Byte(RdbType.String);
        writer.String(Encoding.ASCII.GetBytes(value));
        RdbPayload.Seal(writer);

        Assert.Equal(payload, Convert.ToHexStringLower(writer.Written));
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    public void What_redis_has_written_is_read(string value, string payload)
    {
        Assert.True(RdbPayload.TryOpen(Convert.FromHexString(payload), out ReadOnlySpan<byte> body));
        var reader = new RdbReader(body);
        Assert.True(reader.TryByte(out byte type));
        Assert.Equal(RdbType.String, type);
        Assert.True(reader.TryString(out ReadOnlySpan<byte> read));
        Assert.Equal(value, Encoding.ASCII.GetString(read));
        Assert.True(reader.Rest.IsEmpty);
    }

    [Fact]
    public void Any_string_comes_back() => Gen.OneOf(RdbGenerators.Repetitive, Gen.Byte.Array[0, 300], RdbGenerators.Integers)
        .Sample(value =>
        {
            var writer = new RdbWriter();
            writer.String(value);
            var reader = new RdbReader(writer.Written);
            return reader.TryString(out ReadOnlySpan<byte> read) && read.SequenceEqual(value) && reader.Rest.IsEmpty;
        });

    [Fact]
    public void Any_length_comes_back() => Gen.ULong.Select(Gen.Int[0, 63], (value, shift) => value >> shift)
        .Sample(value =>
        {
            var writer = new RdbWriter();
            writer.Length(value);
            var reader = new RdbReader(writer.Written);
            return reader.TryLength(out ulong read) && read == value && reader.Rest.IsEmpty;
        });

    [Theory]
    [InlineData("")]                        // nothing
    [InlineData("05616263")]                // five bytes promised, three there
    [InlineData("80ffffffff61")]            // 4 GiB promised
    [InlineData("817fffffffffffffff61")]    // 8 EiB promised
    [InlineData("82")]                      // no such form of a length
    [InlineData("c1ff")]                    // half an integer
    [InlineData("c4")]                      // no such encoding
    [InlineData("c3")]                      // compressed, no lengths
    [InlineData("c303807fffffff026161")]    // expands to 2 GiB, it says
    [InlineData("c3c003")]                  // a length that is no length
    [InlineData("c3020500610000")]          // expands to one byte, not five
    [InlineData("c30303200000")]            // refers to before the beginning
    [InlineData("c301031f")]                // a run of 32 that is not there
    [InlineData("c30103e0")]                // half a reference
    [InlineData("c30203e005")]              // a third less
    public void A_broken_string_is_refused(string bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new RdbReader(Convert.FromHexString(bytes));
        Assert.False(reader.TryString(out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4096);
    }

    [Fact]
    public void Hostile_bytes_never_throw() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        foreach (byte first in new byte[] { 0xC3, 0x80, 0x81, 0x40 })
        {
            var reader = new RdbReader([first, .. bytes]);
            reader.TryString(out _);
        }
        var plain = new RdbReader(bytes);
        while (plain.TryString(out _))
        {
        }
    });
}
