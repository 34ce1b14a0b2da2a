using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>Reads what the patterns of BY and GET name. Rents the room for the keys; belongs to one SORT.</summary>
internal ref struct SortReferences(CommandContext context) : IDisposable
{
    private const int FirstRoom = 256;

    private byte[] _key = ArrayPool<byte>.Shared.Rent(FirstRoom);
    private byte[] _field = [];

    /// <summary>Finds the value for an element; good until the next call.</summary>
    /// <returns>False when there is no such key or field, or the key holds something else.</returns>
    public bool TryRead(in SortPattern pattern, ReadOnlySpan<byte> element, out PackedElement value)
    {
        value = default;
        if (pattern.IsElement)
        {
            value = new PackedElement(element);
            return true;
        }
        if (!pattern.NamesKeys || !context.Keyspace.TryFind(pattern.KeyFor(element, ref _key), out Entry entry))
            return false;
        if (!pattern.Field.IsEmpty)
            return TryReadField(in entry, pattern.Field, out value);
        if (!entry.IsString)
            return false;
        value = new PackedElement(entry.Value);
        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_key);
        if (_field.Length > 0)
            ArrayPool<byte>.Shared.Return(_field);
    }

    private bool TryReadField(scoped in Entry entry, ReadOnlySpan<byte> field, out PackedElement value)
    {
        value = default;
        if (entry.Type is not HashType type || !type.TryGet(in entry, context.Now, field, out PackedElement found))
            return false;
        if (found.IsNumber)
        {
            value = new PackedElement(found.Number);
            return true;
        }
        // The found text must not outlive the entry that it was found by, so it is copied.
        if (_field.Length < found.Bytes.Length)
        {
            if (_field.Length > 0)
                ArrayPool<byte>.Shared.Return(_field);
            _field = ArrayPool<byte>.Shared.Rent(found.Bytes.Length);
        }
        found.Bytes.CopyTo(_field);
        value = new PackedElement(_field.AsSpan(0, found.Bytes.Length));
        return true;
    }
}
