using System.Buffers;

namespace CacheStorm.Plugins.Sets;

/// <summary>Members that were gathered, each once, become a set or a reply. Holds no state.</summary>
internal static class SetResult
{
    private const int OnStack = 128;

    /// <summary>Stores them in place of whatever is at the key, in the smallest layout that holds them.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="type">The set type.</param>
    /// <param name="key">The key.</param>
    /// <param name="expiry">Its expiry.</param>
    /// <param name="members">One at least.</param>
    public static void Create(Keyspace keyspace, SetDataType type, ReadOnlySpan<byte> key, Expiry expiry, MemberScratch members)
    {
        if (AreIntegers(type, members))
            CreateIntegers(keyspace, type, key, expiry, members);
        else if (type.Settings.AllowsPacked(members.Count, members.Longest))
            CreatePacked(keyspace, type, key, expiry, members);
        else
            CreateTable(keyspace, type, key, expiry, members);
    }

    /// <summary>Replies with them: integers ascending where a set of them would be kept so.</summary>
    public static void Reply(ReplyWriter reply, SetDataType type, MemberScratch members)
    {
        reply.Set((int)members.Count);
        if (AreIntegers(type, members) && !members.IsAscending)
        {
            int count = (int)members.Count;
            long[]? rented = count > OnStack ? ArrayPool<long>.Shared.Rent(count) : null;
            Span<long> numbers = (rented ?? stackalloc long[OnStack])[..count];
            members.CopySorted(numbers);
            foreach (long number in numbers)
                reply.BulkInteger(number);
            if (rented is not null)
                ArrayPool<long>.Shared.Return(rented);
            return;
        }

        ElementPosition position = default;
        while (members.Next(ref position, out PackedElement member))
            member.WriteTo(reply);
    }

    private static bool AreIntegers(SetDataType type, MemberScratch members) =>
        members.AllIntegers && type.Settings.AllowsIntegers(members.Count);

    private static void CreateIntegers(Keyspace keyspace, SetDataType type, ReadOnlySpan<byte> key, Expiry expiry, MemberScratch members)
    {
        int count = (int)members.Count;
        long[]? rented = count > OnStack ? ArrayPool<long>.Shared.Rent(count) : null;
        Span<long> numbers = (rented ?? stackalloc long[OnStack])[..count];
        members.CopySorted(numbers);
        int width = Math.Max(IntegerSet.WidthOf(numbers[0]), IntegerSet.WidthOf(numbers[^1]));
        int length = IntegerSet.HeaderLength + count * width;
        IntegerSet.Fill(keyspace.Create(key, type, (byte)SetEncoding.Integers, length, expiry, out _), numbers, width);
        if (rented is not null)
            ArrayPool<long>.Shared.Return(rented);
    }

    private static void CreatePacked(Keyspace keyspace, SetDataType type, ReadOnlySpan<byte> key, Expiry expiry, MemberScratch members)
    {
        int length = 0;
        ElementPosition position = default;
        while (members.Next(ref position, out PackedElement member))
            length += ListpackEntry.SizeOf(member);

        Span<byte> pack = keyspace.Create(key, type, (byte)SetEncoding.Packed, Listpack.EmptyLength + length, expiry, out _);
        int at = Listpack.First;
        position = default;
        while (members.Next(ref position, out PackedElement member))
            at += member.IsNumber ? ListpackEntry.Write(pack[at..], member.Number) : ListpackEntry.Write(pack[at..], member.Bytes);
        Listpack.Seal(pack, (int)members.Count);
    }

    private static void CreateTable(Keyspace keyspace, SetDataType type, ReadOnlySpan<byte> key, Expiry expiry, MemberScratch members)
    {
        keyspace.Create(key, type, (byte)SetEncoding.Table, MemberTable.RootLength, expiry, out Entry entry);
        Span<byte> root = keyspace.Edit(ref entry);
        var table = new MemberTable(keyspace.Blocks(ref entry), root, 0);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        ElementPosition position = default;
        while (members.Next(ref position, out PackedElement member))
            table.Add(member.Text(text), 0);
    }
}
