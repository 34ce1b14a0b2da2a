using System.Buffers.Binary;
using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

public sealed class RdbPayloadTests
{
    [Fact]
    public void A_payload_with_any_bit_turned_is_refused()
    {
        byte[] payload = Sealed([0, 5, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o'], RdbPayload.Version);
        Assert.True(RdbPayload.TryOpen(payload, out _));
        for (int bit = 0; bit < payload.Length * 8; bit++)
        {
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(RdbPayload.TryOpen(payload, out _));
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    [InlineData(0x0A00, false)]
    public void Versions_up_to_the_newest_that_we_read_are_taken(int version, bool taken) =>
        Assert.Equal(taken, RdbPayload.TryOpen(Sealed([0, 0], version), out _));

    [Fact]
    public void Hostile_bytes_never_throw() => Gen.Byte.Array[0, 40].Sample(bytes => { RdbPayload.TryOpen(bytes, out _); });

    private static byte[] Sealed(byte[] value, int version)
    {
        byte[] payload = new byte[value.Length + 10];
        value.CopyTo(payload, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(value.Length), (ushort)version);
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(value.Length + 2), Crc64.Append(0, payload.AsSpan(0, value.Length + 2)));
        return payload;
    }
}
