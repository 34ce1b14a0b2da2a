namespace CacheStorm;

/// <summary>
/// Blocks of native memory that belong to one entry: allocated in the store's slabs, accounted to the entry, freed with it. A handle is
/// a number that may be kept in the entry's bytes or in other blocks; only here can it be turned into bytes, so nothing dangles past the call.
/// </summary>
public readonly ref struct NativeBlocks
{
    private readonly INativeBlockOwner? _owner;
    private readonly nint _record;

    internal NativeBlocks(INativeBlockOwner owner, nint record)
    {
        _owner = owner;
        _record = record;
    }

    private INativeBlockOwner Owner => _owner ?? throw new InvalidOperationException("The entry has no native blocks.");

    /// <summary>Allocates a block; its bytes are zero.</summary>
    /// <param name="length">1 to 2^30 bytes.</param>
    /// <returns>Its handle; never 0.</returns>
    public long Allocate(int length) => Owner.Allocate(_record, length);

    /// <summary>Frees a block. Its handle is void from then on.</summary>
    /// <param name="handle">The handle.</param>
    public void Free(long handle) => Owner.Free(_record, handle);

    /// <summary>A block's bytes, valid until the block is freed or the handler returns.</summary>
    /// <param name="handle">The handle.</param>
    public Span<byte> this[long handle] => Owner.Resolve(_record, handle);

    /// <summary>The bytes that all blocks of the entry cost.</summary>
    public long TotalBytes => Owner.TotalBytes(_record);
}

/// <summary>The store's side of <see cref="NativeBlocks"/>.</summary>
internal interface INativeBlockOwner
{
    long Allocate(nint record, int length);
    void Free(nint record, long handle);
    Span<byte> Resolve(nint record, long handle);
    long TotalBytes(nint record);
}
