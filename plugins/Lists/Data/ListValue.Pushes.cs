using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>Elements to push, in the order in which they are pushed.</summary>
/// <param name="list">Where they stand.</param>
/// <param name="first">The first of them.</param>
/// <param name="reversed">The last one is pushed first.</param>
internal readonly ref struct PushedElements(ArgumentList list, int first, bool reversed = false)
{
    public int Count => list.Count - first;

    public ReadOnlySpan<byte> this[int index] => list[reversed ? list.Count - 1 - index : first + index];

    /// <summary>The bytes that they take as packed entries.</summary>
    public long PackedSize()
    {
        long size = 0;
        for (int i = first; i < list.Count; i++)
            size += ListpackEntry.SizeOf(list[i]);
        return size;
    }
}

/// <content>Elements come in at an end.</content>
internal ref partial struct ListValue
{
    /// <summary>Makes a list of some elements at a key where nothing is.</summary>
    /// <returns>How many elements it has.</returns>
    public static long Create(Keyspace keyspace, ReadOnlySpan<byte> key, StandardListType type, ListEnd end, in PushedElements elements)
    {
        ListSettings settings = type.Settings;
        long size = elements.PackedSize();
        if (settings.FitsPacked(Listpack.EmptyLength + size, elements.Count))
        {
            Span<byte> pack = keyspace.Create(key, type, (byte)ListLayout.Packed, Listpack.EmptyLength + (int)size, default, out _);
            WriteEntries(pack[Listpack.First..], end, elements, (int)size);
            Listpack.Seal(pack, elements.Count);
        }
        else
        {
            keyspace.Create(key, type, (byte)ListLayout.Large, ListRoot.Bytes, default, out Entry entry);
            var list = new ListValue(keyspace, settings, entry);
            PushLarge(list.OpenLarge(), end, elements);
        }

        return elements.Count;
    }

    /// <summary>Makes a list of one element at a key, in place of whatever is there.</summary>
    public static void Create(Keyspace keyspace, ReadOnlySpan<byte> key, StandardListType type, ReadOnlySpan<byte> element)
    {
        int size = ListpackEntry.SizeOf(element);
        if (type.Settings.FitsPacked(Listpack.EmptyLength + (long)size, 1))
        {
            Span<byte> pack = keyspace.Create(key, type, (byte)ListLayout.Packed, Listpack.EmptyLength + size, default, out _);
            ListpackEntry.Write(pack[Listpack.First..], element);
            Listpack.Seal(pack, 1);
        }
        else
        {
            keyspace.Create(key, type, (byte)ListLayout.Large, ListRoot.Bytes, default, out Entry entry);
            var list = new ListValue(keyspace, type.Settings, entry);
            list.OpenLarge().Push(ListEnd.Tail, element);
        }
    }

    /// <summary>Pushes elements.</summary>
    /// <returns>How many elements the list has now.</returns>
    public long Push(ListEnd end, in PushedElements elements)
    {
        if (IsPacked)
        {
            int length = _entry.Value.Length;
            int count = Listpack.Count(_entry.Value);
            long size = elements.PackedSize();
            if (_settings.FitsPacked(length + size, (long)count + elements.Count))
            {
                Span<byte> pack = _keyspace.Edit(ref _entry, length + (int)size);
                int position = end == ListEnd.Head ? Listpack.First : Listpack.End(pack);
                Listpack.OpenGap(pack, position, (int)size, elements.Count);
                WriteEntries(pack[position..], end, elements, (int)size);
                return count + elements.Count;
            }

            Enlarge();
        }

        return PushLarge(OpenLarge(), end, elements);
    }

    /// <summary>Pushes an element, which must not lie within the list.</summary>
    public void Push(ListEnd end, scoped ReadOnlySpan<byte> element)
    {
        if (IsPacked)
        {
            int length = _entry.Value.Length;
            int size = ListpackEntry.SizeOf(element);
            if (_settings.FitsPacked(length + (long)size, Listpack.Count(_entry.Value) + 1L))
            {
                Span<byte> pack = _keyspace.Edit(ref _entry, length + size);
                Listpack.Insert(pack, end == ListEnd.Head ? Listpack.First : Listpack.End(pack), element);
                return;
            }

            Enlarge();
        }

        OpenLarge().Push(end, element);
    }

    private static long PushLarge(LargeList list, ListEnd end, in PushedElements elements)
    {
        for (int i = 0; i < elements.Count; i++)
            list.Push(end, elements[i]);
        return list.Count;
    }

    private static void WriteEntries(Span<byte> target, ListEnd end, in PushedElements elements, int size)
    {
        int position = end == ListEnd.Head ? size : 0;
        for (int i = 0; i < elements.Count; i++)
        {
            ReadOnlySpan<byte> element = elements[i];
            if (end == ListEnd.Tail)
                position += ListpackEntry.Write(target[position..], element);
            else
                ListpackEntry.Write(target[(position -= ListpackEntry.SizeOf(element))..], element);
        }
    }
}
