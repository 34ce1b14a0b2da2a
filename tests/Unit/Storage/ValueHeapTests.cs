using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Large values have a heap of their own: when they get it, what moves with it and what doesn't.</summary>
public sealed class ValueHeapTests
{
    private const int Bound = BlockTable.MostShared;

    private readonly BlockValueType _type = new();
    private readonly StoreFixture _fixture = new();
    private readonly StoreKeyspace _keyspace;

    public ValueHeapTests()
    {
        _fixture.Types.Register(_type);
        _keyspace = _fixture.Open();
    }

    private ValueHeaps Heaps => _fixture.Store.ValueHeaps;

    [Fact]
    public void The_block_beyond_the_bound_opens_a_heap_and_moves_nothing()
    {
        _type.Store(_keyspace, "a"u8, Bound);
        Assert.Equal(0, Heaps.Count);
        Shard shard = ShardOf("a"u8);
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        NativeBlocks blocks = _keyspace.Blocks(ref entry);
        long used = shard.UsedBytes;
        long total = blocks.TotalBytes;
        Span<byte> held = blocks[1];
        nint last = AddressOf(blocks[Bound]);

        long handle = blocks.Allocate(40);
        Assert.Equal(Bound + 1, handle);
        Assert.Equal(1, Heaps.Count);
        Assert.Equal(last, AddressOf(blocks[Bound]));
        held[0] = 0xAB;
        Assert.Equal(0xAB, blocks[1][0]);
        Assert.Equal(used - total, shard.UsedBytes - blocks.TotalBytes);

        // The record and the old blocks are the shard's, the table and the new one the value's.
        ValueHeap own = Heaps[0];
        Assert.Equal(2, own.Heap.Blocks);
        Assert.Equal(Bound + 1, shard.Heap.Blocks);
        Assert.Equal(own.Heap.UsedBytes, shard.ValueHeapBytes);

        // A place that is free again gets its block from where its block was.
        blocks.Free(7);
        blocks.Free(handle);
        Assert.Equal(handle, blocks.Allocate(40));
        Assert.Equal(7, blocks.Allocate(40));
        Assert.Equal(2, own.Heap.Blocks);
        Assert.Equal(Bound + 1, shard.Heap.Blocks);
        AssertAccountIsExact();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_move_to_another_shard_costs_the_same_however_large_the_value_is(int times)
    {
        int many = 5_000 * times;
        _type.Store(_keyspace, "a"u8, many);
        Shard source = ShardOf("a"u8);
        byte[] near = KeyWhere(shard => shard == source);
        byte[] far = KeyWhere(shard => shard != source);
        byte[] third = KeyWhere(shard => shard != source && shard != ShardOf(far));
        ValueHeap own = Heaps[0];
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        long cost = entry.Blocks.TotalBytes;
        nint[] before = Addresses(entry, many);

        _keyspace.MoveTo(ref entry, _keyspace, near);
        Assert.Equal(before, AddressesAt(near, many));
        Assert.Equal(Bound, own.SharedPlaces);

        // The first move brings the oldest blocks along.
        Assert.True(_keyspace.TryFind(near, out entry));
        _keyspace.MoveTo(ref entry, _keyspace, far);
        nint[] after = AddressesAt(far, many);
        Assert.Equal(before[Bound..], after[Bound..]);
        Assert.Equal(many + 1, own.Heap.Blocks);
        Assert.Equal(0, source.UsedBytes - source.Table.Bytes);
        Assert.Equal(cost, ShardOf(far).ValueHeapBytes);

        // From then on nothing is copied.
        Assert.True(_keyspace.TryFind(far, out entry));
        _keyspace.MoveTo(ref entry, _keyspace, third);
        Assert.Equal(after, AddressesAt(third, many));
        Assert.Equal(0, ShardOf(far).UsedBytes - ShardOf(far).Table.Bytes);
        Assert.Equal(1, ShardOf(third).Heap.Blocks);
        Assert.Equal(0, _fixture.Store.Doomed.Pending);

        Assert.True(_keyspace.TryFind(third, out entry));
        Assert.Equal(cost, entry.Blocks.TotalBytes);
        for (int i = 0; i < many; i++)
            Assert.Equal((byte)i, entry.Blocks[i + 1][39]);
        AssertAccountIsExact();
    }

    [Fact]
    public void Blocks_of_a_smaller_value_are_copied_or_handed_over_if_they_are_large()
    {
        _type.Store(_keyspace, "a"u8, 500, length: 2_000);
        _type.Store(_keyspace, "b"u8, 500);
        foreach (byte[] key in new[] { "a"u8.ToArray(), "b"u8.ToArray() })
        {
            Shard source = ShardOf(key);
            byte[] far = KeyWhere(shard => shard != source);
            Assert.True(_keyspace.TryFind(key, out Entry entry));
            long cost = entry.Blocks.TotalBytes;
            nint[] before = Addresses(entry, 500);
            _keyspace.MoveTo(ref entry, _keyspace, far);
            Assert.Equal(key[0] == 'a', before.AsSpan().SequenceEqual(AddressesAt(far, 500)));
            Assert.Equal(0, source.UsedBytes - source.Table.Bytes);
            Assert.True(_keyspace.TryFind(far, out entry));
            Assert.Equal(cost, entry.Blocks.TotalBytes);
            for (int i = 0; i < 500; i++)
                Assert.Equal((byte)i, entry.Blocks[i + 1][39]);
        }

        Assert.Equal(0, Heaps.Count);
        AssertAccountIsExact();
    }

    [Fact]
    public void A_value_that_loses_its_last_block_loses_its_heap()
    {
        _type.Store(_keyspace, "a"u8, 5_000);
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        NativeBlocks blocks = _keyspace.Blocks(ref entry);
        for (int handle = 1; handle < 5_000; handle++)
            blocks.Free(handle);
        Assert.Equal(1, Heaps.Count);
        blocks.Free(5_000);
        Assert.Equal(0, Heaps.Count);
        Assert.Equal(0, blocks.TotalBytes);
        Assert.Equal(0, ShardOf("a"u8).ValueHeapBytes);
        Assert.Equal(1, blocks.Allocate(40));
        Assert.Equal(0, Heaps.Count);
        AssertAccountIsExact();
    }

    [Fact]
    public void Pages_that_are_not_full_cost_little()
    {
        _type.Store(_keyspace, "a"u8, Bound);
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        NativeBlocks blocks = _keyspace.Blocks(ref entry);
        for (int i = Bound; i < 20_000; i++)
        {
            // Three lengths, as a structure of tables, chains and elements has.
            blocks.Allocate(24 + i % 3 * 16);
            long idle = Heaps[0].Heap.HeldBytes - Heaps[0].Heap.UsedBytes;

            // A page's own header and rest are what any heap has; three pages beyond are filled in part.
            Assert.True(idle <= 3 * 4_096 + blocks.TotalBytes * 0.016, $"{idle} bytes at {i} blocks of {blocks.TotalBytes} bytes");
        }
    }

    [Fact]
    public void A_snapshot_of_a_large_value_that_is_moved_and_swapped_reads_what_was()
    {
        _type.Store(_keyspace, "a"u8, 5_000);
        byte[] far = KeyWhere(shard => shard != ShardOf("a"u8));
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        _keyspace.MoveTo(ref entry, _keyspace, far);
        SummingReader reader = new();
        _fixture.Store.Snapshots.Begin(reader, _fixture.Clock.Now);
        _fixture.Store.Swap(null, _keyspace.Space, _fixture.Store.Space(3)!);
        StoreKeyspace third = _fixture.Open(3);
        third.Clear(inBackground: false);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(1, Heaps.Count);
        while (_fixture.Store.Snapshots.Step())
        {
        }

        _fixture.Store.Snapshots.End();
        Assert.Equal(Enumerable.Range(0, 5_000).Sum(i => (long)(byte)i), reader.Sum);
        Assert.True(SpinWait.SpinUntil(() => _fixture.Store.Reclaimer.Pending == 0, TimeSpan.FromSeconds(10)));
        Assert.Equal(0, Heaps.Count);
        AssertAccountIsExact();
    }

    private static nint AddressOf(Span<byte> block)
    {
        unsafe
        {
            return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(block));
        }
    }

    private static nint[] Addresses(in Entry entry, int many)
    {
        nint[] addresses = new nint[many];
        for (int i = 0; i < many; i++)
            addresses[i] = AddressOf(entry.Blocks[i + 1]);
        return addresses;
    }

    private nint[] AddressesAt(byte[] key, int many)
    {
        Assert.True(_keyspace.TryFind(key, out Entry entry));
        return Addresses(entry, many);
    }

    private Shard ShardOf(ReadOnlySpan<byte> key) => NativeBlockTests.ShardOf(_keyspace, key);

    private byte[] KeyWhere(Func<Shard, bool> suits) => Enumerable.Range(0, 100_000).Select(StoreFixture.Key).First(key => suits(ShardOf(key)));

    private void AssertAccountIsExact()
    {
        foreach (Shard shard in _keyspace.Space.Shards)
            shard.SettleExactly();
        Assert.Equal(_fixture.Store.ExactBytes(), _fixture.Store.ApproximateBytes);
    }

    private sealed class SummingReader : ISnapshotReader
    {
        public long Sum { get; private set; }

        public void Begin(long now)
        {
        }

        public void Entry(int space, in Entry entry)
        {
            for (int handle = 1; handle <= 5_000; handle++)
                Sum += entry.Blocks[handle][39];
        }
    }
}
