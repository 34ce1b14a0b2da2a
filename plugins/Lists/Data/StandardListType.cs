namespace CacheStorm.Plugins.Lists.Data;

/// <summary>The type <c>list</c>: packed or large (<see cref="ListLayout"/>), in Redis' encodings when written down. Stateless.</summary>
internal sealed class StandardListType(ListSettings settings) : ListType
{
    /// <summary>How lists are kept.</summary>
    public ListSettings Settings => settings;

    /// <inheritdoc/>
    public override bool UsesNativeBlocks => true;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes => [RdbType.List, RdbType.ListZiplist, RdbType.ListQuicklist, RdbType.ListQuicklist2];

    /// <summary>Finds a list for changing it.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="list">The list, when found.</param>
    public LookupResult TryOpen(Keyspace keyspace, ReadOnlySpan<byte> key, out ListValue list)
    {
        if (!keyspace.TryFind(key, out Entry entry, Lookup.Write))
        {
            list = default;
            return LookupResult.Missing;
        }

        list = new ListValue(keyspace, settings, entry);
        return entry.Type == this ? LookupResult.Found : LookupResult.WrongType;
    }

    /// <summary>Finds a list for reading it.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="list">The entry, when found.</param>
    public LookupResult TryRead(Keyspace keyspace, ReadOnlySpan<byte> key, out Entry list) =>
        !keyspace.TryFind(key, out list) ? LookupResult.Missing : list.Type == this ? LookupResult.Found : LookupResult.WrongType;

    /// <inheritdoc/>
    public override string EncodingOf(in Entry entry) => "quicklist";

    /// <inheritdoc/>
    public override long Count(scoped in Entry list) => new ListCursor(list).Count;

    /// <inheritdoc/>
    public override bool Next(scoped in Entry list, ref ElementPosition position, out PackedElement element)
    {
        var cursor = new ListCursor(list);
        if (position != default)
            cursor.Return(position);
        if (!cursor.Next(out element))
            return false;
        position = cursor.Position;
        return true;
    }

    /// <inheritdoc/>
    public override void Push(Keyspace keyspace, ReadOnlySpan<byte> key, ListEnd end, ReadOnlySpan<byte> element)
    {
        ArgumentNullException.ThrowIfNull(keyspace);
        switch (TryOpen(keyspace, key, out ListValue list))
        {
            case LookupResult.Found:
                list.Push(end, element);
                break;
            case LookupResult.Missing:
                ListValue.Create(keyspace, key, this, element);
                break;
            default:
                throw new InvalidOperationException("The key holds another type.");
        }
    }

    /// <inheritdoc/>
    public override void Replace(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> first) =>
        ListValue.Create(keyspace, key, this, first);

    /// <inheritdoc/>
    public override byte RdbTypeOf(in Entry entry) => RdbType.ListQuicklist2;

    /// <inheritdoc/>
    public override void Write(in Entry entry, RdbWriter writer) => ListWriter.Write(entry, writer);

    /// <inheritdoc/>
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) =>
        ListReader.TryRead(ref reader, rdbType, this, keyspace, key, expiry);

    /// <inheritdoc/>
    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        if (copy.Encoding != (byte)ListLayout.Packed)
            LargeList.CopyBlocks(sourceBlocks, copyBlocks, root);
    }

    /// <inheritdoc/>
    public override void Digest(in Entry entry, ContentDigest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        var cursor = new ListCursor(entry);
        while (cursor.Next(out PackedElement element))
            digest.AddOrdered(element.Text(scratch));
    }
}
