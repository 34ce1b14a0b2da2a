using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// The bytes of what is being sorted, one text behind the other in a few rented blocks, so that an element costs no object.
/// Owned by one SORT; used by its thread only.
/// </summary>
internal sealed class SortTexts
{
    private const int SmallestBlock = 16 * 1024;
    private const int LargestBlock = 16 * 1024 * 1024;

    private readonly List<byte[]> _blocks = [];
    private byte[] _block = [];
    private int _used;

    /// <summary>Keeps a copy of a text.</summary>
    /// <returns>Where it stands.</returns>
    public long Add(ReadOnlySpan<byte> text)
    {
        if (_block.Length - _used < text.Length)
            NextBlock(text.Length);
        text.CopyTo(_block.AsSpan(_used));
        long place = (long)(_blocks.Count - 1) << 32 | (uint)_used;
        _used += text.Length;
        return text.IsEmpty ? 0 : place;
    }

    public ReadOnlySpan<byte> Read(long place, int length) =>
        length <= 0 ? default : _blocks[(int)(place >> 32)].AsSpan((int)place, length);

    /// <summary>Gives the blocks back.</summary>
    public void Clear()
    {
        foreach (byte[] block in _blocks)
            ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
        _block = [];
        _used = 0;
    }

    private void NextBlock(int needed)
    {
        int size = (int)Math.Min(LargestBlock, (long)SmallestBlock << Math.Min(_blocks.Count, 20));
        _block = ArrayPool<byte>.Shared.Rent(Math.Max(size, needed));
        _blocks.Add(_block);
        _used = 0;
    }
}
