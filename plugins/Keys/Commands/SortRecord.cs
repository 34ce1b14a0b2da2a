using System.Buffers.Binary;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// One element of a SORT. Whether numbers or texts are compared, a record has a first key as an unsigned number that decides nearly
/// always, and a text that decides when the keys are equal.
/// </summary>
internal struct SortRecord
{
    private const int Missing = -1;

    /// <summary>Compared first.</summary>
    public ulong Key;
    /// <summary>Where the element stands in the texts.</summary>
    public long Element;
    /// <summary>Where the text stands that is compared next.</summary>
    public long Text;
    public int ElementLength;
    /// <summary>The length of that text; -1: there is none, which comes before the empty one.</summary>
    public int TextLength;

    /// <summary>The element is compared by a number, then by its own bytes.</summary>
    public void CompareBy(double score)
    {
        // The bits of floating-point numbers are in order but for the sign; adding zero makes -0 the same as 0.
        long bits = BitConverter.DoubleToInt64Bits(score + 0.0);
        Key = bits < 0 ? ~(ulong)bits : (ulong)bits | 1UL << 63;
        Text = Element;
        TextLength = ElementLength;
    }

    /// <summary>The element is compared by a text.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="text">The text.</param>
    public void CompareBy(long place, ReadOnlySpan<byte> text)
    {
        Text = place;
        TextLength = text.Length;
        if (text.Length >= sizeof(ulong))
        {
            Key = BinaryPrimitives.ReadUInt64BigEndian(text);
            return;
        }
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        text.CopyTo(padded);
        Key = BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>There is no text to compare the element by.</summary>
    public void CompareByNothing()
    {
        Key = 0;
        TextLength = Missing;
    }
}
