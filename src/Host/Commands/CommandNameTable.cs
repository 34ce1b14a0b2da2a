using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace CacheStorm.Host.Commands;

/// <summary>
/// Finds entries by name, without regard to the case of ASCII letters. Immutable, so anyone may look at any time.
/// A name is folded to its first and last eight bytes and its length; up to sixteen bytes that is the whole name.
/// </summary>
internal sealed class CommandNameTable
{
    private readonly Slot[] _slots;
    private readonly int _shift;

    public CommandNameTable(IReadOnlyCollection<KeyValuePair<string, CommandEntry>> entries)
    {
        // A quarter full at most: the first look nearly always decides.
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries.Count * 4, 8));
        _slots = new Slot[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
        foreach ((string name, CommandEntry entry) in entries)
            Insert(Encoding.UTF8.GetBytes(name), entry);
        Count = entries.Count;
    }

    /// <summary>How many names there are.</summary>
    public int Count { get; }

    /// <summary>Finds an entry by its name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out CommandEntry? entry)
    {
        (ulong head, ulong tail) = Fold(name);
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        for (int i = (int)(Mix(head, tail, name.Length) >> _shift); ; i++)
        {
            ref readonly Slot slot = ref slots[i & mask];
            if (slot.Head == head && slot.Tail == tail && slot.Length == name.Length)
            {
                if (name.Length <= 16 || Ascii.EqualsIgnoreCase(name, slot.Name!))
                {
                    entry = slot.Entry;
                    return entry is not null;
                }
            }
            else if (slot.Entry is null)
            {
                entry = null;
                return false;
            }
        }
    }

    private void Insert(byte[] name, CommandEntry entry)
    {
        (ulong head, ulong tail) = Fold(name);
        int mask = _slots.Length - 1;
        int i = (int)(Mix(head, tail, name.Length) >> _shift);
        while (_slots[i & mask].Entry is not null)
            i++;
        _slots[i & mask] = new Slot(head, tail, name, entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Fold(ReadOnlySpan<byte> name)
    {
        int length = name.Length;
        if (length >= 8)
            return (Lower(BinaryPrimitives.ReadUInt64LittleEndian(name)),
                Lower(BinaryPrimitives.ReadUInt64LittleEndian(name[(length - 8)..])));
        if (length >= 4)
            return (Lower(BinaryPrimitives.ReadUInt32LittleEndian(name)
                | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[(length - 4)..]) << 32), 0);
        if (length > 0)
            return (Lower(name[0] | (ulong)name[length >> 1] << 8 | (ulong)name[length - 1] << 16), 0);
        return (0, 0);
    }

    /// <summary>Turns each of the eight bytes that is an upper-case ASCII letter into the lower-case one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Lower(ulong bytes)
    {
        const ulong Ones = 0x0101010101010101;
        ulong low = bytes & (Ones * 0x7f);
        ulong atLeastA = low + Ones * (0x80 - 'A');
        ulong aboveZ = low + Ones * (0x80 - 'Z' - 1);
        ulong upper = (atLeastA ^ aboveZ) & ~bytes & (Ones * 0x80);
        return bytes | upper >> 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong head, ulong tail, int length) =>
        ((head ^ BitOperations.RotateLeft(tail, 29)) + (uint)length) * 0x9E3779B97F4A7C15;

    private readonly struct Slot(ulong head, ulong tail, byte[] name, CommandEntry entry)
    {
        public readonly ulong Head = head;
        public readonly ulong Tail = tail;
        public readonly CommandEntry? Entry = entry;
        public readonly byte[]? Name = name;
        public readonly int Length = name.Length;
    }
}
