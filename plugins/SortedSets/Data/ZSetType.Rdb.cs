using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <content>Redis' RDB forms: a listpack as it is, or members with their scores.</content>
internal sealed partial class ZSetType
{
    // Lengths of scores that stand for no text.
    private const byte NotANumberMark = 253;
    private const byte InfinityMark = 254;
    private const byte MinusInfinityMark = 255;

    // Up to here it costs little to compare each member with each, or to keep them all in mind.
    private const int FewMembers = 32;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes =>
        [RdbType.SortedSet, RdbType.SortedSet2, RdbType.SortedSetZiplist, RdbType.SortedSetListpack];

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

        // From the highest to the lowest, as Redis does it: who reads them puts each in front of the one before.
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
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (rdbType is RdbType.SortedSet or RdbType.SortedSet2)
            return TryReadMembers(ref reader, rdbType == RdbType.SortedSet2, keyspace, key, expiry);
        if (!reader.TryString(out ReadOnlySpan<byte> bytes))
            return false;
        if (rdbType == RdbType.SortedSetZiplist)
        {
            if (!Ziplist.TryToListpack(bytes, out byte[]? listpack))
                return false;
            bytes = listpack;
        }

        return TryReadPacked(bytes, keyspace, key, expiry);
    }

    /// <summary>Members with scores, in any order.</summary>
    private bool TryReadMembers(ref RdbReader reader, bool isBinary, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (!reader.TryLength(out ulong count) || count == 0)
            return false;
        RdbReader check = reader;

        // That no member comes twice shows when they are stored; only where that would cost what is at the key, or little, it is found out before.
        HashSet<byte[]>? seen = count <= FewMembers || keyspace.Exists(key, Lookup.Peek) ? new(MemberComparer.Instance) : null;
        for (ulong i = 0; i < count; i++)
        {
            if (!TryReadMember(ref check, isBinary, out ReadOnlySpan<byte> member, out _) || seen?.Add(member.ToArray()) == false)
                return false;
        }

        SortedSet set = SortedSet.Create(this, keyspace, key, expiry);
        for (ulong i = 0; i < count && TryReadMember(ref reader, isBinary, out ReadOnlySpan<byte> member, out double score); i++)
        {
            if (!set.Set(member, score))
            {
                keyspace.Remove(key);
                return false;
            }
        }

        return true;
    }

    private static bool TryReadMember(ref RdbReader reader, bool isBinary, out ReadOnlySpan<byte> member, out double score)
    {
        score = 0;
        return reader.TryString(out member)
            && (isBinary ? reader.TryDouble(out score) : TryReadScoreText(ref reader, out score))
            && !double.IsNaN(score);
    }

    private static bool TryReadScoreText(ref RdbReader reader, out double score)
    {
        score = 0;
        if (!reader.TryByte(out byte length))
            return false;
        switch (length)
        {
            case NotANumberMark:
                return false;
            case InfinityMark:
                score = double.PositiveInfinity;
                return true;
            case MinusInfinityMark:
                score = double.NegativeInfinity;
                return true;
            default:
                return reader.TryRaw(length, out ReadOnlySpan<byte> text) && Numbers.TryParseDouble(text, out score);
        }
    }

    /// <summary>A listpack from outside: kept as it is when it is small and in order, else its members one by one.</summary>
    private bool TryReadPacked(ReadOnlySpan<byte> bytes, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (!TryCheck(bytes, out bool isOrdered, out int count))
            return false;
        if (isOrdered && count <= MaxPackedMembers)
        {
            bytes.CopyTo(keyspace.Create(key, this, (byte)SortedSetEncoding.Packed, bytes.Length, expiry, out _));
            return true;
        }

        SortedSet set = SortedSet.Create(this, keyspace, key, expiry);
        PackedMembers members = new(bytes);
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        for (int place = Listpack.First; place < members.End;)
        {
            place = members.Read(place, out PackedElement member, out double score);
            set.Add(member.Text(digits), score);
        }

        return true;
    }

    private static bool TryCheck(ReadOnlySpan<byte> bytes, out bool isOrdered, out int count)
    {
        isOrdered = true;
        if (!Listpack.IsValid(bytes, out count) || count == 0 || (count & 1) != 0)
            return false;
        count >>= 1;
        HashSet<byte[]>? seen = count > FewMembers ? new(count, MemberComparer.Instance) : null;
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        PackedElement last = default;
        double lastScore = 0;
        for (int position = Listpack.First; position < bytes.Length - 1;)
        {
            bool isFirst = position == Listpack.First;
            PackedElement member = ListpackEntry.Read(bytes, position, out position);
            PackedElement packedScore = ListpackEntry.Read(bytes, position, out position);
            ReadOnlySpan<byte> text = member.Text(digits);
            if (!PackedScore.TryRead(packedScore, out double score) || double.IsNaN(score))
                return false;
            if (seen is not null ? !seen.Add(text.ToArray()) : Listpack.Find(bytes, text, skip: 1, start: position) >= 0)
                return false;
            isOrdered &= isFirst || lastScore < score || lastScore == score && PackedMembers.Compare(last, text) < 0;
            last = member;
            lastScore = score;
        }

        return true;
    }

    /// <summary>Tells members apart while a value from outside is checked.</summary>
    private sealed class MemberComparer : IEqualityComparer<byte[]>
    {
        public static readonly MemberComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj)
        {
            HashCode code = default;
            code.AddBytes(obj);
            return code.ToHashCode();
        }
    }
}
