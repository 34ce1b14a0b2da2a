using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Commands;

/// <summary>
/// The argument indexes of a call's keys. One belongs to each worker and is used for call after call, so it allocates only
/// when a call has more keys than any before it. Not thread-safe.
/// </summary>
internal struct KeyIndexBuffer
{
    private int[]? _indexes;

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>One key's argument index.</summary>
    public readonly int this[int position] => Items[position];

    /// <summary>All of them, in the order of the key specifications.</summary>
    public readonly ReadOnlySpan<int> Items => _indexes.AsSpan(0, Count);

    /// <summary>Forgets the keys, keeps the room.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets the keys behind the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Adds a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int index)
    {
        int[]? indexes = _indexes;
        if (indexes is null || Count >= indexes.Length)
            indexes = Grow();
        indexes[Count++] = index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] Grow()
    {
        Array.Resize(ref _indexes, Math.Max(16, Count * 2));
        return _indexes;
    }
}
