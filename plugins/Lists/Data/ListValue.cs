using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>
/// A list that is there, for changing it however it is laid out; goes from one layout to the other when it has to. Lives on the stack of a call that holds the
/// entry's lock.
/// </summary>
internal ref partial struct ListValue
{
    private readonly Keyspace _keyspace;
    private readonly ListSettings _settings;
    private Entry _entry;

    public ListValue(Keyspace keyspace, ListSettings settings, Entry entry)
    {
        _keyspace = keyspace;
        _settings = settings;
        _entry = entry;
    }

    public readonly long Count => IsPacked ? Listpack.Count(_entry.Value) : MemoryMarshal.Read<ListRoot>(_entry.Value).Count;

    private readonly bool IsPacked => _entry.Encoding == (byte)ListLayout.Packed;

    /// <summary>For reading it; good until the next change.</summary>
    public readonly ListCursor Read() => new(_entry);

    /// <summary>The first or last element; good until the next change.</summary>
    public readonly PackedElement Peek(ListEnd end)
    {
        if (!IsPacked)
            return LargeList.Peek(_entry, end);
        ReadOnlySpan<byte> pack = _entry.Value;
        int position = end == ListEnd.Head ? Listpack.First : ListpackEntry.Previous(pack, Listpack.End(pack));
        return ListpackEntry.Read(pack, position, out _);
    }

    /// <summary>Counts a change that changes nothing, as a rotation of one element is.</summary>
    public void Touch() => _keyspace.Edit(ref _entry);

    /// <summary>Removes elements at an end.</summary>
    /// <param name="end">The end.</param>
    /// <param name="count">How many; so many are there.</param>
    /// <returns>True when none is left: then the key is gone.</returns>
    public bool Drop(ListEnd end, long count)
    {
        if (count == 0)
            return false;
        if (!IsPacked)
            return DropLarge(end, count);
        if (count == Listpack.Count(_entry.Value))
            return RemoveKey();
        if (end == ListEnd.Head)
        {
            _keyspace.Edit(ref _entry, Listpack.Delete(_keyspace.Edit(ref _entry), Listpack.First, (int)count));
            return false;
        }

        ReadOnlySpan<byte> pack = _entry.Value;
        int position = Listpack.End(pack);
        int left = Listpack.Count(pack) - (int)count;
        for (; count > 0; count--)
            position = ListpackEntry.Previous(pack, position);
        Listpack.Seal(_keyspace.Edit(ref _entry, position + 1), left);
        return false;
    }

    /// <summary>Takes away a list that has no elements any more.</summary>
    private readonly bool RemoveKey() => _keyspace.Remove(_entry.Key);

    private bool DropLarge(ListEnd end, long count)
    {
        LargeList list = OpenLarge();
        if (count == list.Count)
            return RemoveKey();
        list.Drop(end, count);
        if (list.NodeCount == 1)
            PackIfSmall(list.Count, list.NodeAt(0).Used);
        return false;
    }

    [UnscopedRef]
    private LargeList OpenLarge()
    {
        Span<byte> root = _keyspace.Edit(ref _entry);
        return new LargeList(_keyspace.Blocks(ref _entry), ref MemoryMarshal.AsRef<ListRoot>(root), _settings.NodeBytes);
    }

    /// <summary>Makes a large list of a packed one.</summary>
    private void Enlarge()
    {
        ReadOnlySpan<byte> pack = _keyspace.Edit(ref _entry);
        ListRoot root = default;
        var list = new LargeList(_keyspace.Blocks(ref _entry), ref root, _settings.NodeBytes);
        list.AppendRun(pack[Listpack.First..Listpack.End(pack)], Listpack.Count(pack));
        MemoryMarshal.Write(_keyspace.Edit(ref _entry, ListRoot.Bytes), root);
        _keyspace.SetEncoding(ref _entry, (byte)ListLayout.Large);
    }

    /// <summary>Makes a packed list of a large one of one node, long before it is so large again that it would have to be large.</summary>
    private void PackIfSmall(long count, int used)
    {
        const int margin = 4;
        if (!_settings.FitsPacked(margin * (used + (long)Listpack.EmptyLength), margin * count))
            return;
        ListRoot root = MemoryMarshal.Read<ListRoot>(_entry.Value);
        Span<byte> pack = _keyspace.Edit(ref _entry, used + Listpack.EmptyLength);
        NativeBlocks blocks = _keyspace.Blocks(ref _entry);
        int handle = MemoryMarshal.Cast<byte, NodeEntry>(blocks[root.Directory])[root.First].Handle;
        new ListNode(blocks[handle]).Run.CopyTo(pack[Listpack.First..]);
        Listpack.Seal(pack, (int)count);
        blocks.Clear();
        _keyspace.SetEncoding(ref _entry, (byte)ListLayout.Packed);
    }
}
