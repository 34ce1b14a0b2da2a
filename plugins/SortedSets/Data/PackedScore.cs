namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>A score as it stands in a listpack: a whole number as a number (to 2^62, -0 as 0, as Redis does), any other as text.</summary>
internal readonly ref struct PackedScore
{
    private const double LargestWhole = 1L << 62;

    private readonly ReadOnlySpan<byte> _text;
    private readonly long _number;
    private readonly bool _isNumber;

    /// <param name="score">The score.</param>
    /// <param name="scratch">Room for its text: <see cref="Numbers.MaxDoubleLength"/> bytes.</param>
    public PackedScore(double score, Span<byte> scratch)
    {
        _isNumber = Math.Abs(score) <= LargestWhole && (long)score == score;
        if (_isNumber)
            _number = (long)score;
        else
            _text = scratch[..Numbers.FormatDouble(scratch, score)];
    }

    /// <summary>The bytes that it takes as an entry.</summary>
    public int Size => _isNumber ? ListpackEntry.SizeOf(_number) : ListpackEntry.SizeOf(_text);

    public void Write(Span<byte> target)
    {
        if (_isNumber)
            ListpackEntry.Write(target, _number);
        else
            ListpackEntry.Write(target, _text);
    }

    /// <summary>Reads a score that was checked when it came in.</summary>
    public static double Read(PackedElement element) => TryRead(element, out double score)
        ? score
        : throw new InvalidOperationException("A packed sorted set has an entry that is no score.");

    public static bool TryRead(PackedElement element, out double score)
    {
        if (!element.IsNumber)
            return Numbers.TryParseDouble(element.Bytes, out score);
        score = element.Number;
        return true;
    }
}
