using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>Reads what the patterns of BY and GET name. Rents the room for the keys; belongs to one SORT.</summary>
internal ref struct SortReferences(CommandContext context) : IDisposable
{
    private const int FirstRoom = 256;

    private byte[] _key = ArrayPool<byte>.Shared.Rent(FirstRoom);

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
            return entry.Type is HashType hash && hash.TryGet(in entry, context.Now, pattern.Field, out value);
        if (!entry.IsString)
            return false;
        value = new PackedElement(entry.Value);
        return true;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_key);
}
