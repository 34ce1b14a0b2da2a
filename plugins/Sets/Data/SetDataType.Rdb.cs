namespace CacheStorm.Plugins.Sets;

/// <content>The set as Redis' RDB format has it: integers as they lie in memory, all else member by member, which every version can read.</content>
internal sealed partial class SetDataType
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes => [RdbType.Set, RdbType.SetIntset, RdbType.SetListpack];

    /// <inheritdoc/>
    public override byte RdbTypeOf(in Entry entry) =>
        (SetEncoding)entry.Encoding == SetEncoding.Integers ? RdbType.SetIntset : RdbType.Set;

    /// <inheritdoc/>
    public override void Write(in Entry entry, RdbWriter writer)
    {
        var set = new SetReader(entry);
        if (set.Encoding == SetEncoding.Integers)
        {
            writer.String(set.Bytes);
            return;
        }

        writer.Length((ulong)set.Count);
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
            member.WriteTo(writer);
    }

    /// <inheritdoc/>
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (rdbType == RdbType.SetIntset)
            return TryReadIntegers(ref reader, keyspace, key, expiry);
        using MemberScratch members = MemberScratch.Begin();
        if (!(rdbType == RdbType.SetListpack ? TryReadListpack(ref reader, members) : TryReadMembers(ref reader, members)))
            return false;
        SetResult.Create(keyspace, this, key, expiry, members);
        return true;
    }

    private bool TryReadIntegers(ref RdbReader reader, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (!reader.TryString(out ReadOnlySpan<byte> integers) || !IntegerSet.IsValid(integers))
            return false;
        if (settings.AllowsIntegers(IntegerSet.Count(integers)))
        {
            integers.CopyTo(keyspace.Create(key, this, (byte)SetEncoding.Integers, integers.Length, expiry, out _));
            return true;
        }

        using MemberScratch members = MemberScratch.Begin();
        var set = new SetReader(integers, SetEncoding.Integers);
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
            members.Add(member);
        SetResult.Create(keyspace, this, key, expiry, members);
        return true;
    }

    private static bool TryReadListpack(ref RdbReader reader, MemberScratch members)
    {
        if (!reader.TryString(out ReadOnlySpan<byte> pack) || !Listpack.IsValid(pack, out int count) || count == 0)
            return false;
        var set = new SetReader(pack, SetEncoding.Packed);
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
        {
            if (!members.AddDistinct(member))
                return false;
        }

        return true;
    }

    private static bool TryReadMembers(ref RdbReader reader, MemberScratch members)
    {
        if (!reader.TryLength(out ulong count) || count == 0)
            return false;
        for (; count > 0; count--)
        {
            if (!reader.TryString(out ReadOnlySpan<byte> member) || !members.AddDistinct(new PackedElement(member)))
                return false;
        }

        return true;
    }
}
