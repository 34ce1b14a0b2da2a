using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>How a list's value is laid out: the entry's encoding number.</summary>
internal enum ListLayout : byte
{
    /// <summary>One listpack in the record.</summary>
    Packed = 0,
    /// <summary>A <see cref="ListRoot"/> in the record, nodes and their directory in native blocks.</summary>
    Large = 1,
}

/// <summary>The root bytes of a large list. Zero bytes are an empty one.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ListRoot
{
    public const int Bytes = 20;

    /// <summary>The elements of all nodes.</summary>
    public long Count;

    /// <summary>The handle of the directory: a block of <see cref="NodeEntry"/>, with room at both ends; 0: none yet.</summary>
    public int Directory;

    /// <summary>The first place of the directory that is in use.</summary>
    public int First;

    /// <summary>How many places are in use.</summary>
    public int Nodes;
}

/// <summary>A node in the directory.</summary>
/// <param name="Handle">Its block.</param>
/// <param name="Count">Its elements.</param>
[StructLayout(LayoutKind.Sequential)]
internal record struct NodeEntry(int Handle, int Count);
