using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.UnitTests.Storage;

public sealed unsafe class HeapTests
{
    [Fact]
    public void Blocks_keep_their_bytes_and_the_account_returns_to_zero()
    {
        ArenaPool pool = new(HeapPage.Bytes);
        ShardHeap heap = new(pool);
        Random random = new(7);
        List<(nint Block, int Size, byte Fill)> live = [];
        long expected = 0;
        for (int i = 0; i < 200_000; i++)
        {
            if (live.Count == 0 || random.Next(100) < (i % 20_000 < 10_000 ? 60 : 40))
            {
                int size = random.Next(100) switch { 0 => random.Next(1, 200_000), < 10 => random.Next(1, 3000), _ => random.Next(1, 300) };
                byte* block = heap.Allocate(size);
                Assert.True(ShardHeap.CapacityOf(block) >= size);
                Assert.Equal(ShardHeap.CapacityFor(size), ShardHeap.CapacityOf(block));
                Assert.Equal(size > SizeClasses.LargestSmall, ShardHeap.IsLarge(block));
                byte fill = (byte)i;
                new Span<byte>(block, size).Fill(fill);
                live.Add(((nint)block, size, fill));
                expected += ShardHeap.CostOf(block);
            }
            else
            {
                int at = random.Next(live.Count);
                (nint block, int size, byte fill) = live[at];
                live[at] = live[^1];
                live.RemoveAt(live.Count - 1);
                Assert.Equal(-1, new Span<byte>((byte*)block, size).IndexOfAnyExcept(fill));
                expected -= ShardHeap.CostOf((byte*)block);
                heap.Free((byte*)block);
            }

            Assert.Equal(expected, heap.UsedBytes);
        }

        foreach ((nint block, _, _) in live)
            heap.Free((byte*)block);
        Assert.Equal(0, heap.UsedBytes);
        Assert.Equal(0, heap.HeldBytes);
        Assert.Equal(0, heap.Blocks);
        Assert.Equal(0, pool.UsedBytes);
    }

    [Fact]
    public void Every_size_gets_a_class_that_holds_it_with_little_waste()
    {
        for (int size = 1; size <= SizeClasses.LargestSmall; size++)
        {
            int block = SizeClasses.SizeOf(SizeClasses.IndexOf(size));
            Assert.True(block >= size);
            Assert.True(size <= 16 || block - size < 8 || block <= size * 1.26 + 8, $"{size} takes {block}");
        }
    }

    [Fact]
    public void Wholly_free_arenas_go_back_but_one()
    {
        ArenaPool pool = new(HeapPage.Bytes);
        ShardHeap heap = new(pool);
        List<nint> blocks = [];
        for (int i = 0; i < 200_000; i++)
            blocks.Add((nint)heap.Allocate(100));
        Assert.True(pool.MappedBytes > 10 * Arena.Bytes);
        foreach (nint block in blocks)
            heap.Free((byte*)block);
        Assert.Equal(Arena.Bytes, pool.MappedBytes);

        // And their addresses serve again.
        for (int i = 0; i < 200_000; i++)
            blocks[i] = (nint)heap.Allocate(100);
        Assert.True(pool.MappedBytes > 10 * Arena.Bytes);
        heap.FreeAll();
        Assert.Equal(0, pool.UsedBytes);
        Assert.Equal(Arena.Bytes, pool.MappedBytes);
    }

    [Fact]
    public void A_large_block_keeps_its_bytes_when_it_changes_size()
    {
        ShardHeap heap = new(new ArenaPool(HeapPage.Bytes));
        byte* neighbour = heap.Allocate(5000);
        byte* block = heap.Allocate(2000);
        byte* other = heap.Allocate(3000);
        new Span<byte>(block, 2000).Fill(42);
        foreach (int size in new[] { 5000, 1_000_000, 3_000_000, 2000 })
        {
            block = heap.ResizeLarge(block, size);
            Assert.True(ShardHeap.CapacityOf(block) >= size);
            Assert.Equal(-1, new Span<byte>(block, 2000).IndexOfAnyExcept((byte)42));
        }

        heap.Free(neighbour);
        heap.Free(block);
        heap.Free(other);
        Assert.Equal(0, heap.UsedBytes);
        Assert.Equal(0, heap.LargeBytes);
    }

    [Fact]
    public void Segments_are_empty_lines_of_their_own()
    {
        ArenaPool slabs = new(SegmentPool.SlabBytes);
        SegmentPool pool = new(slabs);
        Random random = new(3);
        int[] sizes = [1, 2, 3, 12, 40, 56, 64];
        List<(nint Segment, int Buckets, ulong Mark)> live = [];
        for (int i = 0; i < 20_000; i++)
        {
            if (live.Count == 0 || random.Next(100) < 55)
            {
                int buckets = sizes[random.Next(sizes.Length)];
                ulong* segment = pool.Take(buckets);
                Assert.Equal(0, (nint)segment & 63);
                Span<ulong> words = new(segment, buckets * 8);
                Assert.Equal(-1, words.IndexOfAnyExcept(0UL));
                words.Fill((ulong)i + 1);
                live.Add(((nint)segment, buckets, (ulong)i + 1));
            }
            else
            {
                int at = random.Next(live.Count);
                (nint segment, int buckets, ulong mark) = live[at];
                live[at] = live[^1];
                live.RemoveAt(live.Count - 1);
                Assert.Equal(-1, new Span<ulong>((ulong*)segment, buckets * 8).IndexOfAnyExcept(mark));
                pool.Return((ulong*)segment);
            }
        }

        foreach ((nint segment, _, _) in live)
            pool.Return((ulong*)segment);
        Assert.Equal(0, pool.UsedBytes);
        Assert.Equal(0, slabs.UsedBytes);
    }

    [Fact]
    public unsafe void A_heap_is_given_back_by_and_by()
    {
        ArenaPool pool = new(HeapPage.Bytes);
        ShardHeap heap = new(pool);
        for (int i = 0; i < 10_000; i++)
            heap.Allocate(16 + i % 40 * 40);
        long pages = pool.UsedBytes / HeapPage.Bytes;
        int slices = 0;
        for (long before = pool.UsedBytes; !heap.FreeSome(100); before = pool.UsedBytes)
        {
            Assert.InRange(before - pool.UsedBytes, 0, 100 * HeapPage.Bytes);
            slices++;
        }

        Assert.InRange(slices, pages / 100, pages / 100 + 10_000 / 100);
        Assert.Equal(0, pool.UsedBytes);
        Assert.Equal(0, heap.UsedBytes + heap.HeldBytes + heap.LargeBytes + heap.Blocks);
    }

    [Fact]
    public unsafe void A_large_block_goes_to_another_heap_and_stays_where_it_is()
    {
        ArenaPool pool = new(HeapPage.Bytes);
        ShardHeap from = new(pool), to = new(pool);
        byte*[] blocks = new byte*[5];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = from.Allocate(5_000);
            blocks[i][4_999] = (byte)i;
        }

        from.Free(from.Allocate(40));
        long cost = from.UsedBytes;
        foreach (int i in new[] { 2, 0, 4, 1, 3 })
            to.Adopt(from, blocks[i]);
        Assert.Equal(0, from.UsedBytes + from.HeldBytes + from.LargeBytes + from.Blocks);
        Assert.Equal(0, pool.UsedBytes);
        Assert.Equal(cost, to.UsedBytes);
        Assert.Equal(5, to.Blocks);
        for (int i = 0; i < blocks.Length; i++)
        {
            Assert.Equal(i, blocks[i][4_999]);
            to.Free(blocks[i]);
        }

        Assert.Equal(0, to.HeldBytes);
    }
}
