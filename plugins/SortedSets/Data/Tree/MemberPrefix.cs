using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// A member's first 24 bytes (zeros behind a shorter one) as three numbers that are ordered as they are: what inner nodes keep of a member.
/// Names such as <c>element:000000012345</c> fit, so members need not be looked at on the way down though all have one score.
/// </summary>
internal readonly record struct MemberPrefix(ulong First, ulong Second, ulong Third)
{
    public const int Bytes = 3 * sizeof(ulong);

    public static MemberPrefix Of(ReadOnlySpan<byte> member)
    {
        if (member.Length >= Bytes)
            return Read(member);
        Span<byte> padded = stackalloc byte[Bytes];
        padded.Clear();
        member.CopyTo(padded);
        return Read(padded);
    }

    /// <summary>The order of this and another: negative, zero, positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(in MemberPrefix other)
    {
        if (First != other.First)
            return First < other.First ? -1 : 1;
        if (Second != other.Second)
            return Second < other.Second ? -1 : 1;
        return Third.CompareTo(other.Third);
    }

    private static MemberPrefix Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[(2 * sizeof(ulong))..]));
}
