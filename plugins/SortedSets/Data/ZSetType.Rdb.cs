namespace CacheStorm.Plugins.SortedSets.Data;

/// <content>Redis' RDB forms.</content>
internal sealed partial class ZSetType
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes =>
        [RdbType.SortedSet, RdbType.SortedSet2, RdbType.SortedSetListpack];

    /// <inheritdoc/>
    public override byte RdbTypeOf(in Entry entry) => IsPacked(entry) ? RdbType.SortedSetListpack : RdbType.SortedSet2;

    /// <inheritdoc/>
    public override void Write(in Entry entry, RdbWriter writer)
    {
        if (IsPacked(entry))
        {
            writer.String(entry.Value);
            return;
        }

        // From the highest to the lowest, as Redis does it: read in this order, each member goes to the front of a skip list.
        SortedSet set = SortedSet.Of(entry);
        writer.Length((ulong)set.Count);
        SortedSetCursor cursor = set.At(set.Count);
        while (set.MovePrevious(ref cursor, out PackedElement member, out double score))
        {
            member.WriteTo(writer);
            writer.Double(score);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) =>
        throw new NotImplementedException();
}
