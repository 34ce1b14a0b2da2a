using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// What the root of a large hash holds behind the table's own bytes: when to look for fields whose time is up, and how far that look has
/// come. Part of the entry's bytes, guarded by its lock.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TableRoot
{
    /// <summary>The bytes of the whole root.</summary>
    public const int Length = MemberTable.RootLength + 40;

    /// <summary>How many fields have an expiry.</summary>
    public long Volatile;

    /// <summary>No field expires before this; 0: none expires.</summary>
    public long Earliest;

    /// <summary>Where the walk that looks for expired fields goes on; 0: none is under way.</summary>
    public long Cursor;

    /// <summary>The earliest expiry that the walk has met so far, or that was set meanwhile; 0: none.</summary>
    public long EarliestMet;

    /// <summary>Before this the next walk doesn't begin.</summary>
    public long RestUntil;

    /// <summary>The part of a root.</summary>
    public static ref TableRoot In(Span<byte> root) => ref MemoryMarshal.AsRef<TableRoot>(root[MemberTable.RootLength..]);

    /// <summary>The part of a root, for reading.</summary>
    public static ref readonly TableRoot In(ReadOnlySpan<byte> root) => ref MemoryMarshal.AsRef<TableRoot>(root[MemberTable.RootLength..]);

    /// <summary>Takes note of a field's expiry.</summary>
    public void Note(long expiresAt)
    {
        Earliest = Sooner(Earliest, expiresAt);
        if (Cursor != 0)
            EarliestMet = Sooner(EarliestMet, expiresAt);
    }

    /// <summary>The sooner of two points in time of which 0 is never.</summary>
    public static long Sooner(long first, long second) => first == 0 || (second != 0 && second < first) ? second : first;
}
