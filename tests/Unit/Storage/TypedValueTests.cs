using System.Buffers.Binary;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Values of plugins' types: managed objects, native blocks.</summary>
public sealed class TypedValueTests
{
    private readonly StoreFixture _fixture = new();
    private readonly BoxType _boxes = new();
    private readonly ChainType _chains = new();

    public TypedValueTests()
    {
        _fixture.Types.Register(_boxes);
        _fixture.Types.Register(_chains);
    }

    [Fact]
    public void Objects_live_with_their_entry_and_are_accounted()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("warm"u8, "1"u8);
        Box box = new() { Size = 1_000 };
        keyspace.Create("a"u8, _boxes, box);
        long before = _fixture.Store.ExactBytes();
        Assert.Equal(LookupResult.Found, _boxes.TryOpen(keyspace, "a"u8, out Entry entry, out Box? found));
        Assert.Same(box, found);
        Assert.Equal(LookupResult.WrongType, _boxes.TryOpen(keyspace, "warm"u8, out _, out _));
        Assert.True(keyspace.TryFind("a"u8, out entry));
        ((Box)keyspace.EditObject(ref entry)).Size = 6_000;
        keyspace.Resized(ref entry);
        Assert.Equal(before + 5_000, _fixture.Store.ExactBytes());
        Assert.True(keyspace.MemoryUsage(entry) > 6_000);

        for (int i = 0; i < 50; i++)
        {
            Assert.True(keyspace.TryFind("a"u8, out entry));
            keyspace.CopyTo(ref entry, keyspace, StoreFixture.Key(i));
        }

        Assert.Equal(LookupResult.Found, _boxes.TryOpen(keyspace, StoreFixture.Key(7), out entry, out Box? copied));
        Assert.NotSame(box, copied);
        Assert.Equal(6_000, copied!.Size);
        keyspace.MoveTo(ref entry, _fixture.Open(2), "moved"u8);
        _boxes.TryOpen(_fixture.Open(2), "moved"u8, out _, out Box? moved);
        Assert.Same(copied, moved);
        Assert.False(keyspace.Exists(StoreFixture.Key(7)));

        keyspace.SetString("a"u8, "a string now"u8);
        Assert.Equal(1, _boxes.Released);
        Assert.Equal("a string now", StoreFixture.Read(keyspace, "a"));
        keyspace.Clear(inBackground: false);
        _fixture.Open(2).Clear(inBackground: false);
        Assert.Equal(51, _boxes.Released);
        Assert.Equal(0, _fixture.Store.ExactBytes());
    }

    [Fact]
    public void Native_blocks_live_with_their_entry_wherever_it_goes()
    {
        StoreKeyspace keyspace = _fixture.Open();
        Push(keyspace, "a"u8, 500);
        AssertChain(keyspace, "a"u8, 500);
        for (int i = 0; i < 20; i++)
        {
            Assert.True(keyspace.TryFind(i == 0 ? "a"u8 : StoreFixture.Key(i - 1), out Entry entry));
            keyspace.MoveTo(ref entry, keyspace, StoreFixture.Key(i));
            AssertChain(keyspace, StoreFixture.Key(i), 500);
        }

        Assert.True(keyspace.TryFind(StoreFixture.Key(19), out Entry source));
        keyspace.CopyTo(ref source, keyspace, "copy"u8);
        AssertChain(keyspace, "copy"u8, 500);
        Assert.True(keyspace.Remove(StoreFixture.Key(19)));
        AssertChain(keyspace, "copy"u8, 500);
        Assert.True(keyspace.TryFind("copy"u8, out source));
        Assert.True(keyspace.MemoryUsage(source) > 500 * 16);
        keyspace.Remove("copy"u8);
        foreach (Shard shard in keyspace.Space.Shards)
            Assert.Equal(0, shard.Heap.UsedBytes);
    }

    [Fact]
    public void Handles_that_are_void_and_leases_that_ended_throw()
    {
        StoreKeyspace keyspace = _fixture.Open();
        Push(keyspace, "a"u8, 3);
        Assert.True(keyspace.TryFind("a"u8, out Entry entry));
        NativeBlocks blocks = keyspace.Blocks(ref entry);
        long handle = blocks.Allocate(10);
        blocks.Free(handle);
        foreach (long wrong in new[] { handle, 0, -1, long.MaxValue, 1L << 40 })
            Assert.True(Throws(blocks, wrong));
        Assert.False(Throws(blocks, blocks.Allocate(5)));
        keyspace.SetString("b"u8, "1"u8);
        Assert.True(Throws(blocks, 1));

        static bool Throws(NativeBlocks blocks, long handle)
        {
            try
            {
                _ = blocks[handle];
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    // A chain of blocks, each with its number and the handle of the one before; the root holds the last and the count.
    private void Push(StoreKeyspace keyspace, ReadOnlySpan<byte> key, int count)
    {
        keyspace.Create(key, _chains, 0, 16, default, out Entry entry);
        NativeBlocks blocks = keyspace.Blocks(ref entry);
        Span<byte> root = keyspace.Edit(ref entry);
        for (int i = 0; i < count; i++)
        {
            long handle = blocks.Allocate(12 + i % 50);
            BinaryPrimitives.WriteInt64LittleEndian(blocks[handle], BinaryPrimitives.ReadInt64LittleEndian(root));
            BinaryPrimitives.WriteInt32LittleEndian(blocks[handle][8..], i);
            BinaryPrimitives.WriteInt64LittleEndian(root, handle);
            BinaryPrimitives.WriteInt64LittleEndian(root[8..], i + 1);
        }
    }

    private static void AssertChain(StoreKeyspace keyspace, ReadOnlySpan<byte> key, int count)
    {
        Assert.True(keyspace.TryFind(key, out Entry entry));
        NativeBlocks blocks = keyspace.Blocks(ref entry);
        Assert.Equal(count, BinaryPrimitives.ReadInt64LittleEndian(entry.Value[8..]));
        long handle = BinaryPrimitives.ReadInt64LittleEndian(entry.Value);
        for (int i = count - 1; i >= 0; i--)
        {
            Assert.Equal(12 + i % 50, blocks[handle].Length);
            Assert.Equal(i, BinaryPrimitives.ReadInt32LittleEndian(blocks[handle][8..]));
            handle = BinaryPrimitives.ReadInt64LittleEndian(blocks[handle]);
        }

        Assert.Equal(0, handle);
    }

    private sealed class Box
    {
        public int Size { get; set; }
    }

    private sealed class BoxType : ObjectDataType<Box>
    {
        public override string Name => "box";

        public int Released { get; private set; }

        public override string EncodingOf(in Entry entry) => "boxed";

        public override long SizeOf(Box value) => value.Size;

        public override Box Copy(Box value) => new() { Size = value.Size };

        public override void Release(in Entry entry)
        {
            Assert.IsType<Box>(entry.Object);
            Released++;
        }

        public override void Write(in Entry entry, RdbWriter writer) => writer.Int64(((Box)entry.Object!).Size);

        public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) =>
            throw new NotSupportedException();

        public override void Digest(in Entry entry, ContentDigest digest)
        {
        }
    }

    private sealed class ChainType : DataType
    {
        public override string Name => "chain";

        public override bool UsesNativeBlocks => true;

        public override string EncodingOf(in Entry entry) => "chained";

        public override void Write(in Entry entry, RdbWriter writer) => throw new NotSupportedException();

        public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) =>
            throw new NotSupportedException();

        public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
        {
            // The copy is built from its end: each block is written again with the handle of the copy before it.
            List<(byte[] Bytes, long Handle)> chain = [];
            for (long handle = BinaryPrimitives.ReadInt64LittleEndian(root); handle != 0;)
            {
                chain.Add((sourceBlocks[handle].ToArray(), handle));
                handle = BinaryPrimitives.ReadInt64LittleEndian(sourceBlocks[handle]);
            }

            long before = 0;
            for (int i = chain.Count - 1; i >= 0; i--)
            {
                long copied = copyBlocks.Allocate(chain[i].Bytes.Length);
                chain[i].Bytes.CopyTo(copyBlocks[copied]);
                BinaryPrimitives.WriteInt64LittleEndian(copyBlocks[copied], before);
                before = copied;
            }

            BinaryPrimitives.WriteInt64LittleEndian(root, before);
        }

        public override void Digest(in Entry entry, ContentDigest digest)
        {
        }
    }
}
