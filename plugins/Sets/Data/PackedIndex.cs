using System.Buffers.Binary;
using System.Numerics;

namespace CacheStorm.Plugins.Sets;

/// <summary>
/// Finds many members of one listpack: where its entries stand, by a hash of their bytes, in a table that lives on the stack of the call.
/// Made where more than a few members are looked for, since going through the listpack for each is quadratic.
/// </summary>
internal readonly ref struct PackedIndex : IMemberProbe
{
    /// <summary>The slots that it takes; room for packed sets of half as many members.</summary>
    public const int Slots = 512;

    private const int MostMembers = Slots / 2;
    private const int FewestMembers = 8;

    private readonly ReadOnlySpan<byte> _pack;
    private readonly ReadOnlySpan<ushort> _slots;
    private readonly int _shift;

    /// <summary>Makes it.</summary>
    /// <param name="set">A packed set that <see cref="PaysFor"/>.</param>
    /// <param name="room"><see cref="Slots"/> slots.</param>
    public PackedIndex(SetReader set, Span<ushort> room)
    {
        _pack = set.Bytes;
        int count = Listpack.Count(_pack);
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        _shift = 32 - BitOperations.Log2((uint)slots);
        room = room[..slots];
        room.Clear();
        int mask = slots - 1;
        int end = Listpack.End(_pack);
        for (int at = Listpack.First; at < end;)
        {
            int slot = (int)(Hash(ListpackEntry.Read(_pack, at, out int next)) >> _shift);
            while (room[slot] != 0)
                slot = (slot + 1) & mask;
            room[slot] = (ushort)at;
            at = next;
        }

        _slots = room;
    }

    /// <summary>True when a set is packed, and it and the number of members to be looked for are large enough, and it not too large.</summary>
    public static bool PaysFor(SetReader set, long lookups) => set.Encoding == SetEncoding.Packed && lookups >= FewestMembers
        && set.Count is >= FewestMembers and <= MostMembers && set.Bytes.Length <= ushort.MaxValue;

    /// <summary>True when a member of another set is one of the listpack's.</summary>
    public bool Contains(scoped PackedElement member)
    {
        if (!member.IsNumber && member.TryInt64(out long number))
            member = new PackedElement(number);
        int mask = _slots.Length - 1;
        for (int slot = (int)(Hash(member) >> _shift); _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            PackedElement candidate = ListpackEntry.Read(_pack, _slots[slot], out _);
            if (candidate.IsNumber == member.IsNumber
                && (member.IsNumber ? candidate.Number == member.Number : candidate.Bytes.SequenceEqual(member.Bytes)))
                return true;
        }

        return false;
    }

    // The members' ends and length, mixed. Who chooses members that collide gains nothing: the walk is then as long as without an index.
    private static uint Hash(scoped PackedElement member)
    {
        ulong mixed;
        if (member.IsNumber)
        {
            mixed = (ulong)member.Number;
        }
        else
        {
            ReadOnlySpan<byte> bytes = member.Bytes;
            mixed = bytes.Length >= sizeof(ulong)
                ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 0x9E37_79B9_7F4A_7C15 ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..])
                : Short(bytes);
            mixed += (ulong)bytes.Length << 56;
        }

        ulong high = Math.BigMul(mixed, 0xD6E8_FEB8_6659_FD93, out ulong low);
        return (uint)((high ^ low) >> 32);
    }

    private static ulong Short(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (byte one in bytes)
            value = value << 8 | one;
        return value;
    }
}
