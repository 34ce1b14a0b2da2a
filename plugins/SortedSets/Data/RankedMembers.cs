namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>
/// A large sorted set: a table that finds a member's score, and a tree that keeps the members in order. A view for one call over the
/// entry's root bytes and blocks, guarded by the entry's lock.
/// </summary>
internal ref struct RankedMembers
{
    public const int RootLength = MemberTable.RootLength + 40;

    public RankedMembers(NativeBlocks blocks, ReadOnlySpan<byte> root) { }

    public RankedMembers(NativeBlocks blocks, Span<byte> root) { }

    public readonly long Count => throw new NotImplementedException();

    public readonly bool TryScore(scoped ReadOnlySpan<byte> member, out double score) => throw new NotImplementedException();

    public bool Set(scoped ReadOnlySpan<byte> member, double score) => throw new NotImplementedException();

    public void Add(scoped ReadOnlySpan<byte> member, double score) => throw new NotImplementedException();

    public void Update(scoped ReadOnlySpan<byte> member, double oldScore, double score) => throw new NotImplementedException();

    public bool Remove(scoped ReadOnlySpan<byte> member, double score) => throw new NotImplementedException();

    public void RemoveRange(long rank, long count) => throw new NotImplementedException();

    public readonly ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, ISortedSetVisitor, allows ref struct => throw new NotImplementedException();

    public readonly long RankOf(scoped ReadOnlySpan<byte> member, double score) => throw new NotImplementedException();

    public readonly long CountBelow(double score, bool inclusive) => throw new NotImplementedException();

    public readonly long CountBelow(scoped ReadOnlySpan<byte> member, bool inclusive) => throw new NotImplementedException();

    public readonly SortedSetCursor At(long rank) => throw new NotImplementedException();

    public readonly bool MoveNext(scoped ref SortedSetCursor cursor, out PackedElement member, out double score) => throw new NotImplementedException();

    public readonly bool MovePrevious(scoped ref SortedSetCursor cursor, out PackedElement member, out double score) => throw new NotImplementedException();
}
