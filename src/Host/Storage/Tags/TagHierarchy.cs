using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// Which tags are children of which: links of their own, whether entries carry the tags or not. Changed by calls that run alone, read by all.
/// </summary>
internal sealed class TagHierarchy
{
    private const int VertexBytes = 192;
    private const int LinkBytes = 48;

    private readonly Dictionary<byte[], Vertex> _vertices = new(NameComparer.Instance);

    private sealed class Vertex(byte[] name)
    {
        public byte[] Name => name;
        public HashSet<Vertex> Children { get; } = [];
        public int Parents { get; set; }
    }

    public bool IsEmpty => _vertices.Count == 0;

    /// <summary>What it costs, about: its objects are the runtime's.</summary>
    public long Bytes { get; private set; }

    public TagLinkResult Link(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        if (parent.SequenceEqual(child))
            return TagLinkResult.Circle;
        if (TryFind(parent, out Vertex? above) && TryFind(child, out Vertex? below))
        {
            if (above.Children.Contains(below))
                return TagLinkResult.Exists;
            if (Descendants(below).Contains(above))
                return TagLinkResult.Circle;
        }

        above = FindOrAdd(parent);
        below = FindOrAdd(child);
        above.Children.Add(below);
        below.Parents++;
        Bytes += LinkBytes;
        return TagLinkResult.Linked;
    }

    public bool Unlink(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        if (!TryFind(parent, out Vertex? above) || !TryFind(child, out Vertex? below) || !above.Children.Remove(below))
            return false;
        below.Parents--;
        Bytes -= LinkBytes;
        RemoveIfBare(above);
        RemoveIfBare(below);
        return true;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> ChildrenOf(ReadOnlySpan<byte> parent) =>
        TryFind(parent, out Vertex? vertex) ? [.. vertex.Children.Select(static child => (ReadOnlyMemory<byte>)child.Name)] : [];

    public IReadOnlyList<ReadOnlyMemory<byte>> Parents()
    {
        List<ReadOnlyMemory<byte>> parents = [];
        foreach (Vertex vertex in _vertices.Values)
        {
            if (vertex.Children.Count > 0)
                parents.Add(vertex.Name);
        }

        return parents;
    }

    /// <summary>Adds the names of all that are below a tag, itself not among them, each once, and none that is in the set already.</summary>
    public void AddDescendants(ReadOnlySpan<byte> tag, HashSet<byte[]> names)
    {
        if (!TryFind(tag, out Vertex? vertex))
            return;
        foreach (Vertex descendant in Descendants(vertex))
            names.Add(descendant.Name);
    }

    public static IEqualityComparer<byte[]> Comparer => NameComparer.Instance;

    // A stack of its own: a hierarchy may be deeper than the thread's.
    private static HashSet<Vertex> Descendants(Vertex from)
    {
        HashSet<Vertex> seen = [];
        Stack<Vertex> open = new(from.Children);
        while (open.TryPop(out Vertex? vertex))
        {
            if (!seen.Add(vertex))
                continue;
            foreach (Vertex child in vertex.Children)
                open.Push(child);
        }

        return seen;
    }

    private bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out Vertex? vertex) =>
        _vertices.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out vertex);

    private Vertex FindOrAdd(ReadOnlySpan<byte> name)
    {
        if (TryFind(name, out Vertex? vertex))
            return vertex;
        vertex = new Vertex(name.ToArray());
        _vertices.Add(vertex.Name, vertex);
        Bytes += VertexBytes + name.Length;
        return vertex;
    }

    private void RemoveIfBare(Vertex vertex)
    {
        if (vertex.Parents > 0 || vertex.Children.Count > 0)
            return;
        _vertices.Remove(vertex.Name);
        Bytes -= VertexBytes + vertex.Name.Length;
    }

    private sealed class NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly NameComparer Instance = new();

        private static readonly long s_seed = Random.Shared.NextInt64();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate, s_seed);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
