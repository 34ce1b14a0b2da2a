using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <content>Adding, changing and removing members; growing out of the packed layout.</content>
internal ref partial struct SortedSet
{
    // Beyond this a listpack is not grown any more, whatever the settings say.
    private const int LongestPack = 1 << 30;

    /// <summary>Gives a member a score.</summary>
    /// <param name="member">The member.</param>
    /// <param name="score">The score; not NaN.</param>
    /// <returns>True when the member is new. A member that has this score stays as it is.</returns>
    public bool Set(scoped ReadOnlySpan<byte> member, double score)
    {
        if (!IsPacked)
            return OpenRanked().Set(member, score);
        int place = Packed.Find(member);
        if (place < 0)
        {
            AddPacked(member, score);
            return true;
        }

        if (Packed.ScoreAt(place) != score)
            UpdatePacked(place, member, score);
        return false;
    }

    /// <summary>Says what will come, so that what will be large is laid out so from the first member.</summary>
    /// <param name="members">How many members there will be.</param>
    /// <param name="longestMember">The length of the longest.</param>
    public void Expect(long members, int longestMember)
    {
        if (IsPacked && (members > _type.MaxPackedMembers || longestMember > _type.MaxPackedMemberLength))
            Unpack();
    }

    /// <summary>Adds a member that is not there.</summary>
    /// <param name="member">The member.</param>
    /// <param name="score">The score; not NaN.</param>
    public void Add(scoped ReadOnlySpan<byte> member, double score)
    {
        if (IsPacked)
            AddPacked(member, score);
        else
            OpenRanked().Add(member, score);
    }

    /// <summary>Changes a member's score.</summary>
    /// <param name="member">The member.</param>
    /// <param name="found">What <see cref="TryFind"/> found of it.</param>
    /// <param name="score">The new score; not NaN.</param>
    public void Update(scoped ReadOnlySpan<byte> member, FoundMember found, double score)
    {
        if (found.Score == score)
            return;
        if (IsPacked)
            UpdatePacked(found.Place, member, score);
        else
            OpenRanked().Update(member, found, score);
    }

    /// <summary>Removes a member. The key stays, even without members: see <see cref="RemoveIfEmpty"/>.</summary>
    /// <param name="member">The member.</param>
    /// <returns>False when it is none.</returns>
    public bool Remove(scoped ReadOnlySpan<byte> member)
    {
        if (_isGone)
            return false;
        if (!IsPacked)
        {
            bool isMember = Ranked.TryFind(member, out FoundMember found);
            if (isMember)
                OpenRanked().Remove(member, found);
            return isMember;
        }

        int place = Packed.Find(member);
        if (place < 0)
            return false;
        RemovePacked(place, 1);
        return true;
    }

    /// <summary>Removes members by rank. The key may be gone afterwards: see <see cref="RemoveIfEmpty"/>.</summary>
    /// <param name="rank">The rank of the first one.</param>
    /// <param name="count">How many; those beyond the last don't matter.</param>
    public void RemoveRange(long rank, long count)
    {
        if (rank == 0 && count >= Count && !_isGone)
        {
            // All at once: the store frees the blocks without looking into them.
            Keyspace.Remove(_entry.Key);
            _isGone = true;
            return;
        }

        count = Math.Min(count, Count - rank);
        if (count > 0)
            RemoveSome(rank, count);
    }

    /// <summary>Removes members by rank. The key stays, even without members: see <see cref="RemoveIfEmpty"/>.</summary>
    /// <param name="rank">The rank of the first one.</param>
    /// <param name="count">How many; those beyond the last don't matter.</param>
    /// <param name="visitor">Sees each one, in order, before it goes.</param>
    public void RemoveRange<TVisitor>(long rank, long count, ref TVisitor visitor)
        where TVisitor : struct, ISortedSetVisitor, allows ref struct
    {
        count = Math.Min(count, Count - rank);
        if (count <= 0)
            return;
        SortedSetWalk walk = WalkFrom(rank);
        for (long i = 0; i < count && walk.Next(out PackedElement member, out double score); i++)
            visitor.Visit(member, score);
        RemoveSome(rank, count);
    }

    [UnscopedRef]
    private RankedMembers OpenRanked()
    {
        Span<byte> root = Keyspace.Edit(ref _entry);
        return new RankedMembers(Keyspace.Blocks(ref _entry), root, _type.Shape);
    }

    private void AddPacked(scoped ReadOnlySpan<byte> member, double score)
    {
        PackedScore packedScore = new(score, stackalloc byte[Numbers.MaxDoubleLength]);
        int size = ListpackEntry.SizeOf(member) + packedScore.Size;
        int length = _entry.Value.Length;
        if (Packed.Count >= _type.MaxPackedMembers || member.Length > _type.MaxPackedMemberLength || length > LongestPack - size)
        {
            Unpack();
            OpenRanked().Add(member, score);
            return;
        }

        int place = Packed.PlaceFor(member, score);
        InsertPacked(Keyspace.Edit(ref _entry, length + size), place, size, member, packedScore);
    }

    private void UpdatePacked(int place, scoped ReadOnlySpan<byte> member, double score)
    {
        PackedScore packedScore = new(score, stackalloc byte[Numbers.MaxDoubleLength]);
        int size = ListpackEntry.SizeOf(member) + packedScore.Size;
        int length = _entry.Value.Length;
        int newLength = length + size - (Packed.Next(place) - place);

        Span<byte> pack = newLength > length ? Keyspace.Edit(ref _entry, newLength) : Keyspace.Edit(ref _entry);
        Listpack.Delete(pack, place, 2);
        InsertPacked(pack, new PackedMembers(pack).PlaceFor(member, score), size, member, packedScore);
        if (newLength < length)
            Keyspace.Edit(ref _entry, newLength);
    }

    private void RemoveSome(long rank, long count)
    {
        if (IsPacked)
            RemovePacked(Packed.PlaceOf(rank), (int)count);
        else
            OpenRanked().RemoveRange(rank, count);
    }

    private void RemovePacked(int place, int count) =>
        Keyspace.Edit(ref _entry, Listpack.Delete(Keyspace.Edit(ref _entry), place, count << 1));

    private static void InsertPacked(Span<byte> pack, int place, int size, scoped ReadOnlySpan<byte> member, scoped PackedScore score)
    {
        Listpack.OpenGap(pack, place, size, entries: 2);
        score.Write(pack[(place + ListpackEntry.Write(pack[place..], member))..]);
    }

    /// <summary>Goes over to the layout of large ones, for good. Key, expiry and all else of the entry stay.</summary>
    private void Unpack()
    {
        ReadOnlySpan<byte> value = _entry.Value;
        byte[] rented = ArrayPool<byte>.Shared.Rent(value.Length);
        Span<byte> pack = rented.AsSpan(0, value.Length);
        value.CopyTo(pack);
        Keyspace.Edit(ref _entry, RankedMembers.RootLength).Clear();
        Keyspace.SetEncoding(ref _entry, (byte)SortedSetEncoding.Ranked);

        RankedMembers ranked = OpenRanked();
        PackedMembers members = new(pack);
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        for (int place = Listpack.First; place < members.End;)
        {
            place = members.Read(place, out PackedElement member, out double score);
            ranked.Add(member.Text(digits), score);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }
}
