using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>Redis' sorted sets. Keeps nothing itself; what is in an entry is guarded by the entry's lock.</summary>
/// <param name="settings">Up to when a sorted set is kept packed.</param>
internal sealed partial class ZSetType(SortedSetSettings settings) : SortedSetType
{
    public long MaxPackedMembers => settings.MaxPackedMembers;

    public long MaxPackedMemberLength => settings.MaxPackedMemberLength;

    /// <summary>The sizes of the nodes of large ones.</summary>
    public TreeShape Shape { get; init; } = TreeShape.Large;

    /// <inheritdoc/>
    public override bool UsesNativeBlocks => true;

    /// <inheritdoc/>
    public override string EncodingOf(in Entry entry) => IsPacked(entry) ? "listpack" : "skiplist";

    /// <inheritdoc/>
    public override long Count(scoped in Entry sortedSet) => SortedSet.Of(sortedSet).Count;

    /// <inheritdoc/>
    public override bool TryScore(scoped in Entry sortedSet, ReadOnlySpan<byte> member, out double score) =>
        SortedSet.Of(sortedSet).TryScore(member, out score);

    /// <inheritdoc/>
    public override ElementPosition Seek(scoped in Entry sortedSet, double score, bool exclusive)
    {
        SortedSet set = SortedSet.Of(sortedSet);
        return PositionOf(set.PlaceOf(new ScoreBound(score, exclusive)).Cursor);
    }

    /// <inheritdoc/>
    public override bool Next(scoped in Entry sortedSet, ref ElementPosition position, out PackedElement member, out double score)
    {
        SortedSet set = SortedSet.Of(sortedSet);
        SortedSetCursor cursor = position == default ? set.At(0) : new SortedSetCursor(position.Major, (int)position.Minor - 1);
        bool found = set.MoveNext(ref cursor, out member, out score);
        position = PositionOf(cursor);
        return found;
    }

    /// <inheritdoc/>
    public override bool Set(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member, double score)
    {
        LookupResult found = SortedSet.TryOpen(this, keyspace, key, out SortedSet set, Lookup.Write);
        if (found == LookupResult.WrongType)
            throw new InvalidOperationException("The key holds another type than a sorted set.");
        if (found == LookupResult.Missing)
            set = SortedSet.Create(this, keyspace, key);
        return set.Set(member, score);
    }

    /// <inheritdoc/>
    public override void Replace(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member, double score)
    {
        SortedSet set = SortedSet.Create(this, keyspace, key);
        set.Set(member, score);
    }

    /// <inheritdoc/>
    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        if (IsPacked(source))
            return;
        root.Clear();
        RankTree from = RankedMembers.TreeOf(sourceBlocks, source.Value);
        RankedMembers to = new(copyBlocks, root, Shape);
        SortedSetWalk walk = new(from, from.Begin.Cursor);
        while (walk.Next(out PackedElement member, out double score))
            to.Add(member.Bytes, score);
    }

    /// <inheritdoc/>
    public override void Digest(in Entry entry, ContentDigest digest)
    {
        SortedSet set = SortedSet.Of(entry);
        ContentDigest one = new();
        Span<byte> scratch = stackalloc byte[Numbers.MaxDoubleLength];
        SortedSetWalk walk = set.WalkFrom(0);
        while (walk.Next(out PackedElement member, out double score))
        {
            one.Clear();
            one.AddOrdered(member.Text(scratch));
            one.AddOrdered(scratch[..Numbers.FormatDouble(scratch, score)]);
            digest.AddUnordered(one.Value);
        }
    }

    private static bool IsPacked(scoped in Entry entry) => entry.Encoding == (byte)SortedSetEncoding.Packed;

    // A position of zeros is the begin, whatever the begin is; so a place is kept plus one.
    private static ElementPosition PositionOf(SortedSetCursor cursor) => new(cursor.Leaf, cursor.Place + 1);
}
