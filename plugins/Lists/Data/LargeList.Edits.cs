namespace CacheStorm.Plugins.Lists.Data;

/// <content>Changes within the list: nodes are split, merged and given other lengths.</content>
internal ref partial struct LargeList
{
    /// <summary>Inserts an element.</summary>
    /// <param name="index">A node.</param>
    /// <param name="position">An entry of it, before which the element goes; or the end of its run.</param>
    /// <param name="element">The element.</param>
    public void Insert(int index, int position, scoped ReadOnlySpan<byte> element)
    {
        int size = ListpackEntry.SizeOf(element);
        ListNode node = NodeAt(index);
        if (node.Used + size <= _nodeBytes)
        {
            position = OpenGap(index, position, size, out node);
            ListpackEntry.Write(node.Block[position..], element);
            Nodes[index].Count++;
            _root.Count++;
            return;
        }

        int boundary = position == node.Start ? index : position == node.End ? index + 1 : Split(index, position);
        InsertBetween(boundary, element, size);
    }

    /// <summary>Puts an element in place of another.</summary>
    /// <param name="index">A node.</param>
    /// <param name="position">An entry of it.</param>
    /// <param name="element">The element.</param>
    public void Replace(int index, int position, scoped ReadOnlySpan<byte> element)
    {
        ListNode node = NodeAt(index);
        int behind = ListpackEntry.Next(node.Block, position);
        int growth = ListpackEntry.SizeOf(element) - (behind - position);
        if (growth > 0 && node.Used + growth > _nodeBytes && Nodes[index].Count > 1)
        {
            position = node.CloseGap(position, behind - position);
            Nodes[index].Count--;
            _root.Count--;
            Insert(index, position, element);
            return;
        }

        if (growth > 0)
            position = OpenGap(index, position, growth, out node);
        else if (growth < 0)
            position = node.CloseGap(position, -growth);
        ListpackEntry.Write(node.Block[position..], element);
        if (growth < 0)
            Tidy(index, index + 1);
    }

    /// <summary>Removes elements that are equal to one.</summary>
    /// <param name="from">The end to begin at.</param>
    /// <param name="most">How many to remove at most.</param>
    /// <param name="wanted">The element.</param>
    /// <returns>How many were removed.</returns>
    public long Remove(ListEnd from, long most, scoped in ElementMatch wanted)
    {
        Span<NodeEntry> nodes = Nodes;
        long removed = 0;
        int step = from == ListEnd.Head ? 1 : -1;
        int begin = from == ListEnd.Head ? 0 : nodes.Length - 1;
        int index = begin;
        for (; (uint)index < (uint)nodes.Length && removed < most; index += step)
        {
            ListNode node = new(_blocks[nodes[index].Handle]);
            int here = (int)EntryRun.Remove(node.Run, from, most - removed, wanted, out int length);
            if (here == 0)
                continue;
            node.End = node.Start + length;
            nodes[index].Count -= here;
            removed += here;
        }

        _root.Count -= removed;
        if (removed > 0 && _root.Count > 0)
            Tidy(Math.Min(begin, index - step), Math.Max(begin, index - step) + 1);
        return removed;
    }

    /// <summary>Makes room in front of a position, in a longer block if need be.</summary>
    /// <returns>Where the gap begins.</returns>
    private readonly int OpenGap(int index, int position, int size, out ListNode node)
    {
        int handle = Nodes[index].Handle;
        node = new(_blocks[handle]);
        if (node.FrontRoom < size && node.BackRoom < size)
        {
            int distance = position - node.Start;
            int used = node.Used;
            if (used + size > node.Capacity)
                node = new(_blocks.Resize(handle, _blocks.CapacityFor(ListNode.HeaderBytes + Math.Max(used + size, Math.Min(used + used / 4, _nodeBytes)))));
            node.MoveTo(ListNode.HeaderBytes);
            position = node.Start + distance;
        }

        return node.OpenGap(position, size);
    }

    private void InsertBetween(int boundary, scoped ReadOnlySpan<byte> element, int size)
    {
        _root.Count++;
        if (boundary > 0 && NodeAt(boundary - 1).Used + size <= _nodeBytes)
        {
            ref NodeEntry before = ref Nodes[boundary - 1];
            MakeRoom(before.Handle, ListEnd.Tail, size).Push(ListEnd.Tail, element, size);
            before.Count++;
        }
        else if (boundary < _root.Nodes && NodeAt(boundary).Used + size <= _nodeBytes)
        {
            ref NodeEntry behind = ref Nodes[boundary];
            MakeRoom(behind.Handle, ListEnd.Head, size).Push(ListEnd.Head, element, size);
            behind.Count++;
        }
        else
        {
            int handle = NewNode(size, ListEnd.Tail);
            new ListNode(_blocks[handle]).Push(ListEnd.Tail, element, size);
            AddNode(boundary, new NodeEntry(handle, 1));
        }
    }

    /// <summary>Divides a node; the smaller number of nodes wins: a part goes to the neighbour that has room for it.</summary>
    /// <returns>The index of the node that begins where the cut was made; the one before it ends there.</returns>
    private int Split(int index, int position)
    {
        Span<NodeEntry> nodes = Nodes;
        ListNode node = new(_blocks[nodes[index].Handle]);
        int before = EntryRun.Count(node.Block, node.Start, position);
        int behind = nodes[index].Count - before;
        ReadOnlySpan<byte> front = node.Block[node.Start..position];
        ReadOnlySpan<byte> back = node.Block[position..node.End];

        if (index > 0 && new ListNode(_blocks[nodes[index - 1].Handle]).Used + front.Length <= _nodeBytes)
        {
            MakeRoom(nodes[index - 1].Handle, ListEnd.Tail, front.Length).PushRun(ListEnd.Tail, front);
            nodes[index - 1].Count += before;
            nodes[index].Count = behind;
            node.Start = position;
            Trim(nodes[index].Handle);
            return index;
        }

        nodes[index].Count = before;
        int handle = nodes[index].Handle;
        if (index + 1 < nodes.Length && new ListNode(_blocks[nodes[index + 1].Handle]).Used + back.Length <= _nodeBytes)
        {
            MakeRoom(nodes[index + 1].Handle, ListEnd.Head, back.Length).PushRun(ListEnd.Head, back);
            nodes[index + 1].Count += behind;
        }
        else
        {
            int added = NewNode(back.Length, ListEnd.Tail);
            new ListNode(_blocks[added]).PushRun(ListEnd.Tail, back);
            AddNode(index + 1, new NodeEntry(added, behind));
        }

        node.End = position;
        Trim(handle);
        return index + 1;
    }

    /// <summary>Drops empty nodes of a range, and joins those that are small.</summary>
    private void Tidy(int first, int end)
    {
        first = Math.Max(first - 1, 0);
        end = Math.Min(end + 1, _root.Nodes);
        Span<NodeEntry> nodes = Nodes;
        int kept = first;
        for (int i = first; i < end; i++)
        {
            NodeEntry entry = nodes[i];
            if (entry.Count == 0)
            {
                _blocks.Free(entry.Handle);
                continue;
            }

            ListNode node = new(_blocks[entry.Handle]);
            if (kept > first && new ListNode(_blocks[nodes[kept - 1].Handle]).Used + node.Used <= _nodeBytes / 2)
            {
                MakeRoom(nodes[kept - 1].Handle, ListEnd.Tail, node.Used).PushRun(ListEnd.Tail, node.Run);
                nodes[kept - 1].Count += entry.Count;
                _blocks.Free(entry.Handle);
                continue;
            }

            nodes[kept++] = entry;
        }

        nodes[end..].CopyTo(nodes[kept..]);
        _root.Nodes -= end - kept;
        for (int i = first; i < kept; i++)
            Trim(nodes[i].Handle);
        ReleasePlaces();
    }

    /// <summary>Gives back what a node does not need any more.</summary>
    private readonly void Trim(int handle)
    {
        ListNode node = new(_blocks[handle]);
        int used = node.Used;
        if (node.Capacity <= FirstNodeBytes || used >= node.Capacity / 2)
            return;
        node.MoveTo(ListNode.HeaderBytes);
        _blocks.Resize(handle, _blocks.CapacityFor(ListNode.HeaderBytes + Math.Max(used + used / 4, FirstNodeBytes / 2)));
    }
}
