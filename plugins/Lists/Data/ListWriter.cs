using System.Buffers;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>Writes lists down as Redis' quicklist of listpacks: the number of nodes, then each node's kind and bytes. Stateless.</summary>
internal static class ListWriter
{
    /// <summary>A node that is a listpack; the other kind is a single element as it is.</summary>
    public const ulong PackedNode = 2;

    public static void Write(scoped in Entry list, RdbWriter writer)
    {
        if (list.Encoding == (byte)ListLayout.Packed)
        {
            writer.Length(1);
            writer.Length(PackedNode);
            writer.String(list.Value);
            return;
        }

        ListRoot root = MemoryMarshal.Read<ListRoot>(list.Value);
        NativeBlocks blocks = list.Blocks;
        ReadOnlySpan<NodeEntry> nodes = MemoryMarshal.Cast<byte, NodeEntry>(blocks[root.Directory]).Slice(root.First, root.Nodes);
        writer.Length((ulong)nodes.Length);
        byte[] pack = [];
        foreach (NodeEntry entry in nodes)
        {
            var node = new ListNode(blocks[entry.Handle]);
            int length = node.Used + Listpack.EmptyLength;
            if (pack.Length < length)
            {
                ArrayPool<byte>.Shared.Return(pack);
                pack = ArrayPool<byte>.Shared.Rent(length);
            }

            node.Run.CopyTo(pack.AsSpan(Listpack.First));
            Listpack.Seal(pack.AsSpan(0, length), entry.Count);
            writer.Length(PackedNode);
            writer.String(pack.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(pack);
    }
}
