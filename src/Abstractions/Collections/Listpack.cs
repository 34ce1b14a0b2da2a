using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// Redis' packed form of a small collection: header (total bytes, number of entries), entries (<see cref="ListpackEntry"/>), an end mark.
/// These methods work on the bytes of one; room for growth is the caller's affair: make the bytes longer first (the value's old bytes
/// stay in front), then insert; delete first, then make them shorter. Holds no state.
/// </summary>
/// <remarks>
/// <code>
/// int growth = ListpackEntry.SizeOf(element);
/// Span&lt;byte&gt; pack = keyspace.Edit(ref entry, entry.Value.Length + growth);
/// Listpack.Insert(pack, position, element);
/// </code>
/// </remarks>
public static class Listpack
{
    /// <summary>The bytes of one without entries.</summary>
    public const int EmptyLength = 7;

    /// <summary>Where the first entry begins (or the end mark is).</summary>
    public const int First = 6;

    private const byte EndMark = 0xFF;
    private const ushort ManyEntries = ushort.MaxValue;

    /// <summary>Writes an empty one.</summary>
    /// <param name="target">At least <see cref="EmptyLength"/> bytes.</param>
    public static void WriteEmpty(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, EmptyLength);
        target[4] = target[5] = 0;
        target[First] = EndMark;
    }

    /// <summary>Writes header and end mark around entries that stand at <see cref="First"/> already.</summary>
    /// <param name="pack">Exactly the listpack's bytes.</param>
    /// <param name="count">How many entries there are.</param>
    public static void Seal(Span<byte> pack, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(pack, pack.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(pack[4..], (ushort)Math.Min(count, ManyEntries));
        pack[^1] = EndMark;
    }

    /// <summary>All of its bytes, header and end mark included.</summary>
    /// <param name="pack">The listpack.</param>
    public static int LengthOf(ReadOnlySpan<byte> pack) => BinaryPrimitives.ReadInt32LittleEndian(pack);

    /// <summary>The position of the end mark: behind the last entry.</summary>
    /// <param name="pack">The listpack.</param>
    public static int End(ReadOnlySpan<byte> pack) => LengthOf(pack) - 1;

    /// <summary>How many entries it has. Counted one by one from 65,535 on.</summary>
    /// <param name="pack">The listpack.</param>
    public static int Count(ReadOnlySpan<byte> pack)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(pack[4..]);
        return count != ManyEntries ? count : CountEntries(pack);
    }

    /// <summary>Where the entry of an index begins.</summary>
    /// <param name="pack">The listpack.</param>
    /// <param name="index">0 for the first, -1 for the last.</param>
    /// <returns>-1 when there is none.</returns>
    public static int Seek(ReadOnlySpan<byte> pack, int index)
    {
        int count = Count(pack);
        if (index < 0)
            index += count;
        if ((uint)index >= (uint)count)
            return -1;
        int position;
        if (index <= count / 2)
        {
            for (position = First; index > 0; index--)
                position = ListpackEntry.Next(pack, position);
        }
        else
        {
            position = End(pack);
            for (; index < count; index++)
                position = ListpackEntry.Previous(pack, position);
        }

        return position;
    }

    /// <summary>Finds an element.</summary>
    /// <param name="pack">The listpack.</param>
    /// <param name="element">Its text.</param>
    /// <param name="skip">How many entries to pass over between two looks: 1 to look at the fields of a hash only.</param>
    /// <param name="start">The position to begin at.</param>
    /// <returns>The entry's position; -1 when there is none.</returns>
    public static int Find(ReadOnlySpan<byte> pack, ReadOnlySpan<byte> element, int skip = 0, int start = First)
    {
        bool isNumber = Numbers.TryParseInt64(element, out long number);
        int end = End(pack);
        for (int position = start; position < end;)
        {
            if (!ListpackEntry.CannotBe(pack[position], element.Length, isNumber))
            {
                PackedElement candidate = ListpackEntry.Read(pack, position, out _);
                if (candidate.IsNumber ? isNumber && candidate.Number == number : candidate.Bytes.SequenceEqual(element))
                    return position;
            }

            position = ListpackEntry.Next(pack, position);
            for (int i = 0; i < skip && position < end; i++)
                position = ListpackEntry.Next(pack, position);
        }

        return -1;
    }

    /// <summary>Inserts an element in front of the entry at a position.</summary>
    /// <param name="pack">The listpack, with at least <see cref="ListpackEntry.SizeOf(ReadOnlySpan{byte})"/> bytes of room behind.</param>
    /// <param name="position">The entry's position, or <see cref="End"/>.</param>
    /// <param name="element">Its text. Must not lie within the listpack.</param>
    public static void Insert(Span<byte> pack, int position, ReadOnlySpan<byte> element)
    {
        OpenGap(pack, position, ListpackEntry.SizeOf(element), entries: 1);
        ListpackEntry.Write(pack[position..], element);
    }

    /// <summary>Inserts a number in front of the entry at a position.</summary>
    /// <param name="pack">The listpack, with at least <see cref="ListpackEntry.SizeOf(long)"/> bytes of room behind.</param>
    /// <param name="position">The entry's position, or <see cref="End"/>.</param>
    /// <param name="number">The number.</param>
    public static void Insert(Span<byte> pack, int position, long number)
    {
        OpenGap(pack, position, ListpackEntry.SizeOf(number), entries: 1);
        ListpackEntry.Write(pack[position..], number);
    }

    /// <summary>Puts an element in place of the one at a position.</summary>
    /// <param name="pack">The listpack, with room behind for the difference of <see cref="ListpackEntry.SizeOf(ReadOnlySpan{byte})"/> and <see cref="SizeAt"/>, if that is positive.</param>
    /// <param name="position">The entry's position.</param>
    /// <param name="element">The new element's text. Must not lie within the listpack.</param>
    /// <returns>How many bytes the listpack grew; negative when it shrank.</returns>
    public static int Replace(Span<byte> pack, int position, ReadOnlySpan<byte> element)
    {
        int growth = ListpackEntry.SizeOf(element) - SizeAt(pack, position);
        ShiftTail(pack, ListpackEntry.Next(pack, position), growth);
        ListpackEntry.Write(pack[position..], element);
        return growth;
    }

    /// <summary>Deletes entries.</summary>
    /// <param name="pack">The listpack.</param>
    /// <param name="position">Where the first of them begins.</param>
    /// <param name="count">How many; they must be there.</param>
    /// <returns>The listpack's new length.</returns>
    public static int Delete(Span<byte> pack, int position, int count)
    {
        int next = position;
        for (int i = 0; i < count; i++)
            next = ListpackEntry.Next(pack, next);
        ShiftTail(pack, next, position - next);
        AddToCount(pack, -count);
        return LengthOf(pack);
    }

    /// <summary>The bytes that the entry at a position takes.</summary>
    /// <param name="pack">The listpack.</param>
    /// <param name="position">The entry's position.</param>
    public static int SizeAt(ReadOnlySpan<byte> pack, int position) => ListpackEntry.Next(pack, position) - position;

    /// <summary>Makes room for entries in front of a position; the caller writes them.</summary>
    /// <param name="pack">The listpack, with so many bytes of room behind.</param>
    /// <param name="position">An entry's position, or <see cref="End"/>.</param>
    /// <param name="bytes">How many bytes the entries will take.</param>
    /// <param name="entries">How many entries there will be.</param>
    public static void OpenGap(Span<byte> pack, int position, int bytes, int entries)
    {
        ShiftTail(pack, position, bytes);
        AddToCount(pack, entries);
    }

    /// <summary>Checks bytes from outside all the way through.</summary>
    /// <param name="pack">The bytes.</param>
    /// <param name="count">How many entries it has.</param>
    /// <returns>False when this is no listpack.</returns>
    public static bool IsValid(ReadOnlySpan<byte> pack, out int count)
    {
        count = 0;
        if (pack.Length < EmptyLength || LengthOf(pack) != pack.Length || pack[^1] != EndMark)
            return false;
        int position = First;
        for (int end = pack.Length - 1; position < end; count++)
        {
            if (!ListpackEntry.TryCheck(pack[..end], position, out position))
                return false;
        }

        int stated = BinaryPrimitives.ReadUInt16LittleEndian(pack[4..]);
        return stated == ManyEntries || stated == count;
    }

    private static void ShiftTail(Span<byte> pack, int from, int distance)
    {
        if (distance == 0)
            return;
        int length = LengthOf(pack);
        pack[from..length].CopyTo(pack[(from + distance)..]);
        BinaryPrimitives.WriteInt32LittleEndian(pack, length + distance);
    }

    private static void AddToCount(Span<byte> pack, int added)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(pack[4..]);
        if (count == ManyEntries)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(pack[4..], (ushort)Math.Min(count + added, ManyEntries));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountEntries(ReadOnlySpan<byte> pack)
    {
        int count = 0;
        int end = End(pack);
        for (int position = First; position < end; position = ListpackEntry.Next(pack, position))
            count++;
        return count;
    }
}
