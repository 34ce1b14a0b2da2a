namespace CacheStorm.Plugins.Sets;

/// <summary>
/// The set: integers as a sorted array, few short members in a listpack, all else in a table of native blocks. Stateless but for the
/// settings; entries are guarded by their locks.
/// </summary>
/// <param name="settings">Up to where a set stays packed.</param>
internal sealed partial class SetDataType(SetSettings settings) : SetType
{
    /// <summary>Up to where a set stays packed.</summary>
    public SetSettings Settings => settings;

    /// <inheritdoc/>
    public override bool UsesNativeBlocks => true;

    // Redis 7.0 has two layouts, and clients know their names: to them a listpack is one of our table's sizes.
    /// <inheritdoc/>
    public override string EncodingOf(in Entry entry) => (SetEncoding)entry.Encoding == SetEncoding.Integers ? "intset" : "hashtable";

    /// <inheritdoc/>
    public override long Count(scoped in Entry set) => new SetReader(set).Count;

    /// <inheritdoc/>
    public override bool Contains(scoped in Entry set, ReadOnlySpan<byte> member) => new SetReader(set).Contains(member);

    /// <inheritdoc/>
    public override bool Next(scoped in Entry set, ref ElementPosition position, out PackedElement member) =>
        new SetReader(set).Next(ref position, out member);

    /// <inheritdoc/>
    public override bool Add(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member)
    {
        SetEditor set = keyspace.TryFind(key, out Entry entry, Lookup.Peek)
            ? new SetEditor(keyspace, settings, entry)
            : SetEditor.Create(keyspace, this, key, member);
        bool added = set.Add(member);
        set.Close();
        return added;
    }

    /// <inheritdoc/>
    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        if ((SetEncoding)source.Encoding != SetEncoding.Table)
            return;
        var table = new MemberTable(sourceBlocks, source.Value, 0);
        root.Clear();
        var target = new MemberTable(copyBlocks, root, 0);
        table.CopyTo(ref target);
    }

    /// <inheritdoc/>
    public override void Digest(in Entry entry, ContentDigest digest)
    {
        var set = new SetReader(entry);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
            digest.AddUnordered(member.Text(text));
    }
}
