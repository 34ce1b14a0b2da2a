using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;
using CsCheck;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Native blocks: handles, lengths, content, account.</summary>
public sealed class NativeBlockTests
{
    private static readonly Gen<int> Lengths = Gen.Frequency(
        (6, Gen.Int[1, 300]), (3, Gen.Int[300, 3_000]), (1, Gen.Int[3_000, 200_000]));

    private readonly BlockValueType _type = new();

    private StoreFixture Fixture()
    {
        StoreFixture fixture = new();
        fixture.Types.Register(_type);
        return fixture;
    }

    [Fact]
    public void Blocks_do_what_arrays_do_whatever_their_length_becomes()
    {
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000_000], Lengths).Array[0, 300].Sample(steps =>
        {
            StoreKeyspace keyspace = Fixture().Open();
            _type.Store(keyspace, "k"u8);
            Assert.True(keyspace.TryFind("k"u8, out Entry entry));
            NativeBlocks blocks = keyspace.Blocks(ref entry);
            Shard shard = ShardOf(keyspace, "k"u8);
            long without = shard.Heap.UsedBytes;
            Dictionary<long, byte[]> model = [];
            foreach ((int action, int number, int length) in steps)
            {
                long handle = model.Count == 0 ? 0 : model.Keys.ElementAt(number % model.Count);
                if (action < 4 || model.Count == 0)
                {
                    handle = blocks.Allocate(length);
                    Assert.True(model.TryAdd(handle, new byte[length]));
                }
                else if (action < 8)
                {
                    byte[] resized = new byte[length];
                    model[handle].AsSpan(0, Math.Min(length, model[handle].Length)).CopyTo(resized);
                    Assert.True(blocks.Resize(handle, length).SequenceEqual(resized));
                    model[handle] = resized;
                }
                else
                {
                    blocks.Free(handle);
                    model.Remove(handle);
                    AssertVoid(blocks, handle);
                    continue;
                }

                Assert.True(blocks[handle].SequenceEqual(model[handle]));
                blocks[handle][^1] = (byte)number;
                model[handle][^1] = (byte)number;
                Assert.Equal(shard.Heap.UsedBytes - without, blocks.TotalBytes);
            }

            foreach ((long handle, byte[] bytes) in model)
                Assert.True(blocks[handle].SequenceEqual(bytes));
            blocks.Clear();
            Assert.Equal(0, blocks.TotalBytes);
            Assert.Equal(without, shard.Heap.UsedBytes);
            foreach (long handle in model.Keys)
                AssertVoid(blocks, handle);
        }, iter: 200);
    }

    [Fact]
    public void The_capacity_for_a_length_costs_no_more_and_is_reached_in_place()
    {
        StoreKeyspace keyspace = Fixture().Open();
        _type.Store(keyspace, "k"u8);
        Assert.True(keyspace.TryFind("k"u8, out Entry entry));
        NativeBlocks blocks = keyspace.Blocks(ref entry);
        blocks.Free(blocks.Allocate(1));
        for (int length = 1; length < 5_000; length += length < 1_100 ? 1 : 7)
        {
            int capacity = blocks.CapacityFor(length);
            Assert.True(capacity >= length);
            Assert.Equal(capacity, blocks.CapacityFor(capacity));
            long handle = blocks.Allocate(length);
            long cost = blocks.TotalBytes;
            blocks[handle].Fill(7);
            Span<byte> grown = blocks.Resize(handle, capacity);
            Assert.Equal(cost, blocks.TotalBytes);
            Assert.Equal(capacity - length, grown.Count((byte)0));
            blocks.Free(handle);
        }

        Assert.Equal(1 << 30, blocks.CapacityFor(1 << 30));
        foreach (int wrong in new[] { 0, -1, (1 << 30) + 1, int.MaxValue })
            AssertOutOfRange(blocks, wrong);
    }

    [Fact]
    public void A_value_without_blocks_pays_eight_bytes_for_having_none()
    {
        StoreKeyspace keyspace = Fixture().Open();
        Shard shard = ShardOf(keyspace, "k"u8);
        _type.Store(keyspace, "k"u8);
        int bytes = CacheStorm.Host.Storage.Records.Record.HeaderBytes + 1 + BlockValueType.RootBytes;
        Assert.Equal(8, NativeRoot.Bytes);
        Assert.Equal(ShardHeap.CapacityFor(bytes + 8), shard.Heap.UsedBytes);
        Assert.True(keyspace.TryFind("k"u8, out Entry entry));
        Assert.Equal(0, keyspace.Blocks(ref entry).TotalBytes);
        AssertVoid(keyspace.Blocks(ref entry), 1);
    }

    [Fact]
    public void A_table_lies_as_whoever_reads_it_expects()
    {
        unsafe
        {
            Assert.Equal(BlockLayout.TableHeaderBytes, sizeof(BlockTable));
            Assert.Equal(NativeRoot.Bytes, sizeof(NativeRoot));
            BlockTable table = default;
            Assert.Equal((nint)(&table), (nint)(&table.Capacity));
        }
    }

    [Theory]
    [InlineData("free")]
    [InlineData("resize")]
    [InlineData("clear")]
    public void A_snapshot_gets_the_blocks_before_they_are_changed(string change)
    {
        StoreFixture fixture = Fixture();
        StoreKeyspace keyspace = fixture.Open();
        _type.Store(keyspace, "k"u8, blocks: 3);
        BlockReader reader = new();
        fixture.Store.Snapshots.Begin(reader, fixture.Clock.Now);
        Assert.True(keyspace.TryFind("k"u8, out Entry entry));
        NativeBlocks blocks = keyspace.Blocks(ref entry);
        switch (change)
        {
            case "free":
                blocks.Free(2);
                break;
            case "resize":
                blocks.Resize(2, 3);
                break;
            default:
                blocks.Clear();
                break;
        }

        while (fixture.Store.Snapshots.Step())
        {
        }

        fixture.Store.Snapshots.End();
        Assert.Equal([40, 40, 40], reader.Lengths);
    }

    [Fact]
    public void Stale_blocks_throw_and_those_for_reading_change_nothing()
    {
        StoreKeyspace keyspace = Fixture().Open();
        _type.Store(keyspace, "k"u8, blocks: 3);
        Assert.True(keyspace.TryFind("k"u8, out Entry entry));
        NativeBlocks forReading = entry.Blocks;
        Assert.Equal(1, forReading[2][0]);
        AssertRefused(forReading, static blocks => blocks.Allocate(1));
        AssertRefused(forReading, static blocks => blocks.Free(1));
        AssertRefused(forReading, static blocks => blocks.Resize(1, 9));
        AssertRefused(forReading, static blocks => blocks.Clear());

        NativeBlocks blocks = keyspace.Blocks(ref entry);
        keyspace.SetString("other"u8, "1"u8);
        AssertVoid(forReading, 2);
        AssertVoid(blocks, 2);
        AssertRefused(blocks, static stale => stale.Allocate(1));
        AssertRefused(blocks, static stale => stale.Resize(1, 9));
        AssertRefused(blocks, static stale => _ = stale.TotalBytes);
        AssertRefused(default, static none => _ = none[1]);

        keyspace.Create("packed"u8, _type, 0, BlockValueType.RootBytes, default, out entry);
        AssertVoid(entry.Blocks, 1);
    }

    internal static Shard ShardOf(StoreKeyspace keyspace, ReadOnlySpan<byte> key) => keyspace.Space.Set[KeyHash.ShardOf(KeyHash.Of(key))];

    private sealed class BlockReader : ISnapshotReader
    {
        public List<int> Lengths { get; } = [];

        public void Begin(long now)
        {
        }

        public void Entry(int space, in Entry entry)
        {
            for (int handle = 1; handle <= 3; handle++)
                Lengths.Add(entry.Blocks[handle].Length);
        }
    }

    private delegate void BlockUse(NativeBlocks blocks);

    private static void AssertVoid(NativeBlocks blocks, long handle)
    {
        foreach (long wrong in new[] { handle, 0, -1, long.MinValue, 1L << 40 })
        {
            try
            {
                _ = blocks[wrong];
            }
            catch (InvalidOperationException)
            {
                continue;
            }

            Assert.Fail($"{wrong} is no handle");
        }
    }

    private static void AssertRefused(NativeBlocks blocks, BlockUse use)
    {
        try
        {
            use(blocks);
        }
        catch (InvalidOperationException)
        {
            return;
        }

        Assert.Fail("it was allowed");
    }

    private static void AssertOutOfRange(NativeBlocks blocks, int length)
    {
        try
        {
            blocks.CapacityFor(length);
        }
        catch (ArgumentOutOfRangeException)
        {
            return;
        }

        Assert.Fail("it was allowed");
    }
}
