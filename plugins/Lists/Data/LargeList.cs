using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>
/// A large list: nodes of packed entries, and a directory that names them in order with their counts. Both have room at either end, so
/// pushing and popping there moves nothing; the directory is contiguous, so an element is found by adding up numbers that lie side by side.
/// A view for changing it; the state is in the entry's root bytes and blocks, guarded by the entry's lock.
/// </summary>
internal ref partial struct LargeList
{
    private const int FirstNodeBytes = 112;

    private readonly NativeBlocks _blocks;
    private readonly ref ListRoot _root;
    private readonly int _nodeBytes;

    /// <param name="blocks">The entry's blocks.</param>
    /// <param name="root">The list's root, opened for writing.</param>
    /// <param name="nodeBytes">How many bytes of entries a node holds.</param>
    public LargeList(NativeBlocks blocks, ref ListRoot root, int nodeBytes)
    {
        _blocks = blocks;
        _root = ref root;
        _nodeBytes = nodeBytes;
    }

    public readonly long Count => _root.Count;

    public readonly int NodeCount => _root.Nodes;

    public readonly ListNode NodeAt(int index) => new(_blocks[Nodes[index].Handle]);

    /// <summary>The first or last element of a large list; good until the next change.</summary>
    public static PackedElement Peek(scoped in Entry list, ListEnd end)
    {
        ref readonly ListRoot root = ref MemoryMarshal.AsRef<ListRoot>(list.Value);
        NativeBlocks blocks = list.Blocks;
        ReadOnlySpan<NodeEntry> places = MemoryMarshal.Cast<byte, NodeEntry>(blocks[root.Directory]);
        var node = new ListNode(blocks[places[end == ListEnd.Head ? root.First : root.First + root.Nodes - 1].Handle]);
        int position = end == ListEnd.Head ? node.Start : ListpackEntry.Previous(node.Block, node.End);
        return ListpackEntry.Read(node.Block, position, out _);
    }

    /// <summary>Adds an element at an end.</summary>
    public void Push(ListEnd end, scoped ReadOnlySpan<byte> element)
    {
        if (_root.Nodes != 0)
        {
            ref NodeEntry edge = ref Edge(end);
            if (new ListNode(_blocks[edge.Handle]).TryPush(end, element))
            {
                edge.Count++;
                _root.Count++;
                return;
            }
        }

        PushSlowly(end, element);
    }

    /// <summary>Removes elements at an end; so many are there.</summary>
    public void Drop(ListEnd end, long count)
    {
        _root.Count -= count;
        while (count > 0)
        {
            ref NodeEntry edge = ref Edge(end);
            if (edge.Count > count)
            {
                edge.Count -= (int)count;
                DropWithin(new ListNode(_blocks[edge.Handle]), end, (int)count, edge.Count);
                return;
            }

            count -= edge.Count;
            RemoveNode(end == ListEnd.Head ? 0 : _root.Nodes - 1);
        }
    }

    /// <summary>Adds entries at the tail.</summary>
    /// <param name="run">Good entries; must not lie within the list.</param>
    /// <param name="count">How many.</param>
    public void AppendRun(scoped ReadOnlySpan<byte> run, int count)
    {
        while (count > 0)
        {
            int bytes = run.Length;
            int entries = count;
            int room = _root.Nodes == 0 ? 0 : _nodeBytes - NodeAt(_root.Nodes - 1).Used;
            if (bytes > Math.Max(room, _nodeBytes))
                bytes = Cut(run, _nodeBytes, out entries);
            if (bytes <= room)
            {
                ref NodeEntry edge = ref Edge(ListEnd.Tail);
                MakeRoom(edge.Handle, ListEnd.Tail, bytes).PushRun(ListEnd.Tail, run[..bytes]);
                edge.Count += entries;
            }
            else
            {
                int handle = NewNode(bytes, ListEnd.Tail);
                new ListNode(_blocks[handle]).PushRun(ListEnd.Tail, run[..bytes]);
                AddNode(_root.Nodes, new NodeEntry(handle, entries));
            }

            _root.Count += entries;
            run = run[bytes..];
            count -= entries;
        }
    }

    private void PushSlowly(ListEnd end, scoped ReadOnlySpan<byte> element)
    {
        int size = ListpackEntry.SizeOf(element);
        _root.Count++;
        if (_root.Nodes != 0)
        {
            ref NodeEntry edge = ref Edge(end);
            ListNode node = new(_blocks[edge.Handle]);

            // A node that is long and more than half full is not moved together: that would be paid again and again.
            if (node.Used + size <= _nodeBytes && (node.Capacity < _nodeBytes || node.Used + size <= node.Capacity / 2))
            {
                MakeRoom(edge.Handle, end, size).Push(end, element, size);
                edge.Count++;
                return;
            }
        }

        int handle = NewNode(Math.Max(size, Math.Min(_nodeBytes, _root.Nodes == 0 ? FirstNodeBytes : _nodeBytes / 16)), end);
        new ListNode(_blocks[handle]).Push(end, element, size);
        AddNode(end == ListEnd.Head ? 0 : _root.Nodes, new NodeEntry(handle, 1));
    }

    private static void DropWithin(ListNode node, ListEnd end, int dropped, int left)
    {
        if (dropped <= left)
        {
            int position = end == ListEnd.Head ? node.Start : node.End;
            for (; dropped > 0; dropped--)
                position = end == ListEnd.Head ? ListpackEntry.Next(node.Block, position) : ListpackEntry.Previous(node.Block, position);
            (end == ListEnd.Head ? ref node.Start : ref node.End) = position;
            return;
        }

        // Most of the node goes: what stays is nearer.
        int kept = end == ListEnd.Head ? node.End : node.Start;
        for (; left > 0; left--)
            kept = end == ListEnd.Head ? ListpackEntry.Previous(node.Block, kept) : ListpackEntry.Next(node.Block, kept);
        (end == ListEnd.Head ? ref node.Start : ref node.End) = kept;
    }

    /// <summary>The bytes of the first entries that fit together, at least one.</summary>
    private static int Cut(ReadOnlySpan<byte> run, int most, out int entries)
    {
        int position = ListpackEntry.Next(run, 0);
        for (entries = 1; position < run.Length; entries++)
        {
            int next = ListpackEntry.Next(run, position);
            if (next > most)
                break;
            position = next;
        }

        return position;
    }

    private readonly int NewNode(int bytes, ListEnd end)
    {
        long handle = _blocks.Allocate(_blocks.CapacityFor(ListNode.HeaderBytes + bytes));
        ListNode node = new(_blocks[handle]);
        node.Start = node.End = end == ListEnd.Tail ? ListNode.HeaderBytes : node.Block.Length;
        return checked((int)handle);
    }

    /// <summary>Makes the blocks of a copy, and the root that names them.</summary>
    /// <param name="source">The original's blocks.</param>
    /// <param name="target">The copy's.</param>
    /// <param name="rootBytes">The original's root; becomes the copy's.</param>
    public static void CopyBlocks(NativeBlocks source, NativeBlocks target, Span<byte> rootBytes)
    {
        ref ListRoot root = ref MemoryMarshal.AsRef<ListRoot>(rootBytes);
        ReadOnlySpan<NodeEntry> nodes = MemoryMarshal.Cast<byte, NodeEntry>(source[root.Directory]).Slice(root.First, root.Nodes);
        root.Directory = checked((int)target.Allocate(target.CapacityFor(nodes.Length * PlaceBytes)));
        root.First = 0;
        Span<NodeEntry> places = MemoryMarshal.Cast<byte, NodeEntry>(target[root.Directory]);
        for (int i = 0; i < nodes.Length; i++)
        {
            ReadOnlySpan<byte> block = source[nodes[i].Handle];
            long handle = target.Allocate(block.Length);
            block.CopyTo(target[handle]);
            places[i] = nodes[i] with { Handle = checked((int)handle) };
        }
    }

    /// <summary>Makes room at an end of a node, by moving its entries in the block or by a longer block.</summary>
    private readonly ListNode MakeRoom(int handle, ListEnd end, int size)
    {
        ListNode node = new(_blocks[handle]);
        if ((end == ListEnd.Tail ? node.BackRoom : node.FrontRoom) >= size)
            return node;
        int needed = node.Used + size;
        bool isShared = _root.Nodes == 1 && (end == ListEnd.Tail ? node.FrontRoom : node.BackRoom) > 0;
        if (needed > node.Capacity / 2 && (node.Capacity < _nodeBytes || needed > node.Capacity))
        {
            int capacity = Math.Max(needed, Math.Min(2 * node.Capacity, _nodeBytes));
            node = new(_blocks.Resize(handle, _blocks.CapacityFor(ListNode.HeaderBytes + capacity)));
        }

        // The only node of a list may be pushed to from either end, and is where there is room already.
        int other = isShared ? (node.Capacity - needed) / 4 : 0;
        node.MoveTo(end == ListEnd.Tail ? ListNode.HeaderBytes + other : node.Block.Length - node.Used - other);
        return node;
    }
}
