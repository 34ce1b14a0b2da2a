using CacheStorm.Host.Storage.Records;
using Record = CacheStorm.Host.Storage.Records.Record;

namespace CacheStorm.UnitTests.Storage;

public sealed unsafe class RecordTests
{
    public static TheoryData<int, int> Lengths()
    {
        TheoryData<int, int> lengths = [];
        foreach (int key in new[] { 0, 1, 16, 253, 254, 255, 256, 70_000 })
        {
            foreach (int value in new[] { 0, 1, 44, 255, 256, 65_535, 65_536 })
                lengths.Add(key, value);
        }

        return lengths;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void All_parts_are_kept_with_every_header(int keyLength, int valueLength)
    {
        byte[] key = new byte[keyLength];
        byte[] value = new byte[valueLength];
        new Random(keyLength + valueLength).NextBytes(key);
        new Random(valueLength).NextBytes(value);
        for (int flags = 0; flags < 64; flags++)
        {
            if ((flags & Record.FlagLongKey) != 0)
                continue;
            byte[] memory = new byte[Record.SizeFor((byte)flags, keyLength, valueLength)];
            fixed (byte* block = memory)
            {
                Record record = Record.Create(block, 9, 5, (byte)flags, key, valueLength);
                value.CopyTo(record.Value);
                record.Access = 0xFFEEDDCC;
                if (record.HasExpiry)
                {
                    record.ExpiresAt = long.MaxValue - 3;
                    record.WheelNext = (byte*)0x1234_5678_9ABC;
                    record.WheelBack = (byte*)0x7FFF_FFFF_FFF0;
                }

                if (record.HasTags)
                    record.TagBlock = (byte*)0x1111_2222_3333;

                Assert.Equal(memory.Length, record.Size);
                Assert.Equal(9, record.Type);
                Assert.Equal(5, record.Encoding);
                Assert.Equal(0xFFEEDDCC, record.Access);
                Assert.Equal(keyLength, record.KeyLength);
                Assert.Equal(valueLength, record.ValueLength);
                Assert.True(record.Key.SequenceEqual(key));
                Assert.True(record.Value.SequenceEqual(value));
                Assert.True(record.KeyEquals(key));
                Assert.False(record.KeyEquals([.. key, 0]));
                Assert.Equal((StorageKind)(flags >> Record.StorageShift), record.Storage);
                Assert.Equal((flags & Record.FlagExpiry) != 0, record.HasExpiry);
                Assert.Equal((flags & Record.FlagTags) != 0, record.HasTags);
                if (record.HasExpiry)
                {
                    Assert.Equal(long.MaxValue - 3, record.ExpiresAt);
                    Assert.Equal(0x1234_5678_9ABC, (nint)record.WheelNext);
                    Assert.Equal(0x7FFF_FFFF_FFF0, (nint)record.WheelBack);
                }

                if (record.HasTags)
                    Assert.Equal(0x1111_2222_3333, (nint)record.TagBlock);
            }
        }
    }
}
