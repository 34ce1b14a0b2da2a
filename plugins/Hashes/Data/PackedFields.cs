using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.Hashes;

/// <summary>The fields of a packed hash, for reading. A view of the entry's bytes, good until they change.</summary>
internal readonly ref struct PackedFields
{
    private readonly ReadOnlySpan<byte> _pack;
    private readonly int _stride;

    public PackedFields(ReadOnlySpan<byte> value, byte encoding)
    {
        _pack = encoding == HashLayout.Packed ? value : value[HashLayout.ClockLength..];
        _stride = HashLayout.Stride(encoding);
        Earliest = encoding == HashLayout.Packed ? 0 : BinaryPrimitives.ReadInt64LittleEndian(value);
    }

    /// <summary>How many fields there are, expired ones included.</summary>
    public int Count => _stride == 2 ? Listpack.Count(_pack) >> 1 : Listpack.Count(_pack) / 3;

    /// <summary>No field expires before this; 0: none expires.</summary>
    public long Earliest { get; }

    /// <summary>The listpack.</summary>
    public ReadOnlySpan<byte> Pack => _pack;

    /// <summary>Where a field begins in the listpack; -1: nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> field) => Listpack.Find(_pack, field, _stride - 1);

    /// <summary>The value of the field that begins at a position.</summary>
    /// <param name="position">From <see cref="Find"/>.</param>
    /// <param name="expiresAt">When the field expires; 0: never.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedElement ValueAt(int position, out long expiresAt)
    {
        PackedElement value = ListpackEntry.Read(_pack, ListpackEntry.Next(_pack, position), out int next);
        expiresAt = _stride == 2 ? 0 : ListpackEntry.Read(_pack, next, out _).Number;
        return value;
    }

    /// <summary>The next field, expired or not.</summary>
    /// <param name="position">Where the walk is; 0 to begin.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expiresAt">When it expires; 0: never.</param>
    /// <returns>False when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(scoped ref int position, out PackedElement field, out PackedElement value, out long expiresAt)
    {
        int at = Math.Max(position, Listpack.First);
        expiresAt = 0;
        if (at >= Listpack.End(_pack))
        {
            field = value = default;
            return false;
        }
        field = ListpackEntry.Read(_pack, at, out at);
        value = ListpackEntry.Read(_pack, at, out at);
        if (_stride == 3)
            expiresAt = ListpackEntry.Read(_pack, at, out at).Number;
        position = at;
        return true;
    }

    /// <summary>The field of an index, expired or not.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    public void At(int index, out PackedElement field, out PackedElement value)
    {
        field = ListpackEntry.Read(_pack, Listpack.Seek(_pack, index * _stride), out int next);
        value = ListpackEntry.Read(_pack, next, out _);
    }
}
