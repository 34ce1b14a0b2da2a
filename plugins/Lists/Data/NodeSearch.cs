using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>Finds the node of an element by adding up the counts of a directory, many at a time. Stateless.</summary>
internal static class NodeSearch
{
    private const int Stride = 32;

    /// <summary>The node in which an element is.</summary>
    /// <param name="nodes">The directory.</param>
    /// <param name="index">The element's index, below <paramref name="count"/>; becomes its index within the node.</param>
    /// <param name="count">The elements of all nodes.</param>
    public static int Find(ReadOnlySpan<NodeEntry> nodes, ref long index, long count) =>
        index <= count / 2 ? FromHead(nodes, ref index) : FromTail(nodes, ref index, count);

    private static int FromHead(ReadOnlySpan<NodeEntry> nodes, ref long index)
    {
        int node = 0;
        for (; nodes.Length - node > Stride; node += Stride)
        {
            long sum = Sum(nodes.Slice(node, Stride));
            if (index < sum)
                break;
            index -= sum;
        }

        for (; index >= nodes[node].Count; node++)
            index -= nodes[node].Count;
        return node;
    }

    private static int FromTail(ReadOnlySpan<NodeEntry> nodes, ref long index, long count)
    {
        int node = nodes.Length;
        long left = count - index;   // elements from the wanted one to the tail
        for (; node > Stride; node -= Stride)
        {
            long sum = Sum(nodes.Slice(node - Stride, Stride));
            if (left <= sum)
                break;
            left -= sum;
        }

        for (node--; left > nodes[node].Count; node--)
            left -= nodes[node].Count;
        index = nodes[node].Count - left;
        return node;
    }

    // A pair of numbers is one of 64 bits, the count its upper half.
    private static long Sum(ReadOnlySpan<NodeEntry> nodes)
    {
        ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<NodeEntry, ulong>(nodes);
        Vector256<ulong> sum = Vector256<ulong>.Zero;
        for (int i = 0; i + Vector256<ulong>.Count <= pairs.Length; i += Vector256<ulong>.Count)
            sum += Vector256.Create(pairs[i..]) >>> 32;
        return (long)Vector256.Sum(sum);
    }
}
