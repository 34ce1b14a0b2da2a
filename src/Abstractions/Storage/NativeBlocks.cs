using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// Blocks of native memory that belong to one entry: allocated in the store's slabs, accounted to the entry, freed with it. A handle is
/// a number that may be kept in the entry's bytes or in other blocks; only here can it be turned into bytes, so nothing dangles past the call.
/// Ends, as the entry does, with the next change that may move entries: using it then throws.
/// </summary>
public readonly ref struct NativeBlocks
{
    private readonly BlockOwner? _owner;
    private readonly CallGeneration? _call;
    private readonly nint _record;
    private readonly nint _root;
    private readonly int _generation;
    private readonly bool _isWritable;

    internal NativeBlocks(BlockOwner owner, CallGeneration call, nint record, int generation, bool isWritable)
    {
        _owner = owner;
        _call = call;
        _record = record;
        _root = owner.RootOf(record);
        _generation = generation;
        _isWritable = isWritable;
    }

    /// <summary>A block's bytes, valid until the block is freed or resized or the handler returns.</summary>
    /// <param name="handle">The handle.</param>
    public Span<byte> this[long handle]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_call is not { } call || call.Generation != _generation)
                Refuse(_owner is not null);
            if (!BlockLayout.TryResolve(_root, handle, out Span<byte> block))
                RefuseHandle();
            return block;
        }
    }

    /// <summary>The bytes that all blocks of the entry cost, with the table by which they are found.</summary>
    public long TotalBytes => Readable().TotalBytes(_root);

    /// <summary>Allocates a block; its bytes are zero.</summary>
    /// <param name="length">1 to 2^30 bytes.</param>
    /// <returns>Its handle; never 0. Small numbers, given out again once they are free.</returns>
    public long Allocate(int length) => Writable().Allocate(_record, length);

    /// <summary>Frees a block. Its handle is void from then on.</summary>
    /// <param name="handle">The handle.</param>
    public void Free(long handle) => Writable().Free(_record, handle);

    /// <summary>
    /// Gives a block another length; the handle stays. What fits of the content stays, bytes added are zero. In place when the block's
    /// size class has room (see <see cref="CapacityFor"/>); spans of the block that were taken before are void either way.
    /// </summary>
    /// <param name="handle">The handle.</param>
    /// <param name="length">1 to 2^30 bytes.</param>
    /// <returns>The block's bytes.</returns>
    public Span<byte> Resize(long handle, int length) => Writable().Resize(_record, handle, length);

    /// <summary>
    /// Frees all blocks; all handles are void. <see cref="TotalBytes"/> is 0 and the server's account knows at once; many are given back beside
    /// the traffic, as when the entry goes.
    /// </summary>
    public void Clear() => Writable().Clear(_record);

    /// <summary>The length of the largest block that costs no more than one of this length: what a size class holds to its last byte.</summary>
    /// <param name="length">1 to 2^30 bytes.</param>
    public int CapacityFor(int length) => Readable().CapacityFor(length);

    /// <summary>The store's keyed hash of some bytes: nobody outside can aim at it.</summary>
    internal ulong HashOf(ReadOnlySpan<byte> bytes) => Readable().HashOf(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BlockOwner Readable()
    {
        if (_call is not { } call || call.Generation != _generation)
            Refuse(_owner is not null);
        return _owner!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BlockOwner Writable()
    {
        BlockOwner owner = Readable();
        if (!_isWritable)
            RefuseChange();
        return owner;
    }

    [DoesNotReturn]
    private static void RefuseChange() =>
        throw new InvalidOperationException("These blocks are for reading; Keyspace.Blocks gives those that may be changed.");

    [DoesNotReturn]
    private static void RefuseHandle() => throw new InvalidOperationException("The entry has no block of this handle.");

    [DoesNotReturn]
    private static void Refuse(bool isStale) => throw new InvalidOperationException(isStale
        ? "The blocks are stale: the keyspace was changed since they were asked for. They must be asked for again."
        : "The entry has no native blocks.");
}

/// <summary>
/// Counts the changes of a call, its nested calls included, that may move entries: what was found under another count is stale. Belongs to
/// the call's thread.
/// </summary>
internal class CallGeneration
{
    /// <summary>What entries are found under that no call looks for: they live as long as their reader has the lock.</summary>
    internal static readonly CallGeneration NoCall = new();

    internal int Generation;
}

/// <summary>The store's side of <see cref="NativeBlocks"/>: knows the record's layout and the heap. Used under the record's lock.</summary>
internal abstract class BlockOwner
{
    /// <summary>Where the blocks' root of a record is; good as long as the record's address.</summary>
    internal abstract nint RootOf(nint record);

    internal abstract long TotalBytes(nint root);

    internal abstract long Allocate(nint record, int length);

    internal abstract void Free(nint record, long handle);

    internal abstract Span<byte> Resize(nint record, long handle, int length);

    internal abstract void Clear(nint record);

    internal abstract int CapacityFor(int length);

    internal abstract ulong HashOf(ReadOnlySpan<byte> bytes);

    internal abstract bool TryNextTag(nint record, ref int at, out ReadOnlySpan<byte> tag);

    internal abstract long CostOf(nint record, out long tagBytes);
}
