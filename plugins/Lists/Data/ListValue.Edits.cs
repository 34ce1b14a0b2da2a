namespace CacheStorm.Plugins.Lists.Data;

/// <content>Changes in the middle.</content>
internal ref partial struct ListValue
{
    /// <summary>Inserts an element.</summary>
    /// <param name="position">The place of an element, from a cursor over this list.</param>
    /// <param name="behind">True to go behind that element, false to go before it.</param>
    /// <param name="element">The new element.</param>
    public void Insert(ElementPosition position, bool behind, scoped ReadOnlySpan<byte> element)
    {
        if (IsPacked)
        {
            int length = _entry.Value.Length;
            int size = ListpackEntry.SizeOf(element);
            if (_settings.FitsPacked(length + (long)size, Listpack.Count(_entry.Value) + 1L))
            {
                Span<byte> pack = _keyspace.Edit(ref _entry, length + size);
                int at = (int)position.Minor;
                Listpack.Insert(pack, behind ? ListpackEntry.Next(pack, at) : at, element);
                return;
            }

            position = EnlargeAt(position);
        }

        LargeList list = OpenLarge();
        int node = (int)position.Major;
        int offset = (int)position.Minor;
        list.Insert(node, behind ? ListpackEntry.Next(list.NodeAt(node).Block, offset) : offset, element);
    }

    /// <summary>Puts an element in place of another.</summary>
    /// <param name="position">The place, from a cursor over this list.</param>
    /// <param name="element">The new element.</param>
    public void Replace(ElementPosition position, scoped ReadOnlySpan<byte> element)
    {
        if (IsPacked)
        {
            int length = _entry.Value.Length;
            int at = (int)position.Minor;
            int growth = ListpackEntry.SizeOf(element) - Listpack.SizeAt(_entry.Value, at);
            if (growth <= 0 || _settings.FitsPacked(length + (long)growth, Listpack.Count(_entry.Value)))
            {
                Listpack.Replace(growth > 0 ? _keyspace.Edit(ref _entry, length + growth) : _keyspace.Edit(ref _entry), at, element);
                if (growth < 0)
                    _keyspace.Edit(ref _entry, length + growth);
                return;
            }

            position = EnlargeAt(position);
        }

        OpenLarge().Replace((int)position.Major, (int)position.Minor, element);
    }

    /// <summary>Removes elements that are equal to one.</summary>
    /// <param name="from">The end to begin at.</param>
    /// <param name="most">How many to remove at most.</param>
    /// <param name="wanted">The element.</param>
    /// <param name="isGone">True when no element is left: then the key is gone.</param>
    /// <returns>How many were removed.</returns>
    public long Remove(ListEnd from, long most, scoped in ElementMatch wanted, out bool isGone)
    {
        isGone = false;
        if (!Contains(wanted))
            return 0;
        long removed;
        if (IsPacked)
        {
            Span<byte> pack = _keyspace.Edit(ref _entry);
            int left = Listpack.Count(pack);
            removed = EntryRun.Remove(pack[Listpack.First..Listpack.End(pack)], from, most, wanted, out int length);
            left -= (int)removed;
            if (left == 0)
                isGone = RemoveKey();
            else
                Listpack.Seal(_keyspace.Edit(ref _entry, Listpack.EmptyLength + length), left);
            return removed;
        }

        LargeList list = OpenLarge();
        removed = list.Remove(from, most, wanted);
        if (list.Count == 0)
            isGone = RemoveKey();
        else if (list.NodeCount == 1)
            PackIfSmall(list.Count, list.NodeAt(0).Used);
        return removed;
    }

    private readonly bool Contains(scoped in ElementMatch wanted)
    {
        ListCursor cursor = Read();
        while (cursor.Next(out PackedElement element))
        {
            if (wanted.Is(element))
                return true;
        }

        return false;
    }

    /// <summary>Makes the list a large one and finds a place again.</summary>
    private ElementPosition EnlargeAt(ElementPosition position)
    {
        int index = EntryRun.Count(_entry.Value, Listpack.First, (int)position.Minor);
        Enlarge();
        ListCursor cursor = Read();
        cursor.Seek(index);
        return cursor.Position;
    }
}
