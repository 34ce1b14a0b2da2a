using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

public sealed class Crc64Tests
{
    [Fact]
    public void The_check_value_of_the_polynomial() => Assert.Equal(0xE9C6D914C4B8D9CA, Crc64.Append(0, "123456789"u8));

    [Fact]
    public void Nothing_leaves_the_checksum_alone() => Assert.Equal(42UL, Crc64.Append(42, []));

    [Fact]
    public void In_parts_or_at_once_it_is_the_same_and_as_bit_by_bit() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100]).Sample((first, second) =>
        {
            byte[] whole = [.. first, .. second];
            ulong expected = BitByBit(whole);
            return Crc64.Append(0, whole) == expected && Crc64.Append(Crc64.Append(0, first), second) == expected;
        });

    private static ulong BitByBit(byte[] bytes)
    {
        ulong checksum = 0;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool top = checksum >> 63 != 0;
                checksum <<= 1;
                if (top ^ ((value >> bit & 1) != 0))
                    checksum ^= 0xAD93D23594C935A9;
            }
        }
        ulong reflected = 0;
        for (int bit = 0; bit < 64; bit++)
            reflected |= (checksum >> bit & 1) << (63 - bit);
        return reflected;
    }
}
