using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>
/// Walks through a list in either direction, however it is laid out. Stands between two elements. Good until the next change to the entry.
/// </summary>
internal ref struct ListCursor
{
    private readonly NativeBlocks _blocks;
    private readonly ReadOnlySpan<NodeEntry> _nodes;
    private ReadOnlySpan<byte> _entries;
    private int _node;
    private int _start;
    private int _end;
    private int _position;

    /// <summary>Stands in front of the first element.</summary>
    public ListCursor(scoped in Entry list)
    {
        if (list.Encoding == (byte)ListLayout.Packed)
        {
            _entries = list.Value;
            _start = _position = Listpack.First;
            _end = Listpack.End(_entries);
            Count = Listpack.Count(_entries);
            return;
        }

        ListRoot root = MemoryMarshal.Read<ListRoot>(list.Value);
        _blocks = list.Blocks;
        _nodes = MemoryMarshal.Cast<byte, NodeEntry>(_blocks[root.Directory]).Slice(root.First, root.Nodes);
        Count = root.Count;
        Enter(0);
    }

    /// <summary>The elements of the whole list.</summary>
    public long Count { get; }

    /// <summary>Where it stands: the node, and the place in it of the element that <see cref="Next"/> would give.</summary>
    public readonly ElementPosition Position => new(_node, _position);

    /// <summary>Goes where it has stood before.</summary>
    public void Return(ElementPosition position)
    {
        if (_node != (int)position.Major)
            Enter((int)position.Major);
        _position = (int)position.Minor;
    }

    /// <summary>Goes in front of an element.</summary>
    /// <param name="index">Its index; less than <see cref="Count"/>.</param>
    public void Seek(long index)
    {
        if (_nodes.IsEmpty)
        {
            _position = Listpack.Seek(_entries, (int)index);
            return;
        }

        int node = NodeSearch.Find(_nodes, ref index, Count);
        Enter(node);
        _position = new ListNode(_blocks[_nodes[node].Handle]).Seek((int)index, _nodes[node].Count);
    }

    /// <summary>Goes behind the last element.</summary>
    public void SeekEnd()
    {
        if (!_nodes.IsEmpty)
            Enter(_nodes.Length - 1);
        _position = _end;
    }

    /// <summary>Goes over an element towards the tail.</summary>
    public bool Next(out PackedElement element)
    {
        if (_position == _end && !EnterNext())
        {
            element = default;
            return false;
        }

        element = ListpackEntry.Read(_entries, _position, out _position);
        return true;
    }

    /// <summary>Goes over an element towards the head.</summary>
    public bool Previous(out PackedElement element)
    {
        if (_position == _start && !EnterPrevious())
        {
            element = default;
            return false;
        }

        _position = ListpackEntry.Previous(_entries, _position);
        element = ListpackEntry.Read(_entries, _position, out _);
        return true;
    }

    private bool EnterNext()
    {
        if (_node + 1 >= _nodes.Length)
            return false;
        Enter(_node + 1);
        return true;
    }

    private bool EnterPrevious()
    {
        if (_node == 0)
            return false;
        Enter(_node - 1);
        _position = _end;
        return true;
    }

    private void Enter(int node)
    {
        ListNode entered = new(_blocks[_nodes[node].Handle]);
        _node = node;
        _entries = entered.Block;
        _start = _position = entered.Start;
        _end = entered.End;
    }
}
