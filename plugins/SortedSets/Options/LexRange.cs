using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>A range of members by their bytes: <c>[a</c> closed, <c>(a</c> open, <c>-</c> and <c>+</c> below and above all. Points into the arguments.</summary>
internal readonly ref struct LexRange
{
    private readonly Bound _min;
    private readonly Bound _max;

    private LexRange(Bound min, Bound max)
    {
        _min = min;
        _max = max;
    }

    /// <summary>Reads both ends.</summary>
    /// <returns>False when one is malformed; <see cref="SortedSetErrors.LexRange"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, out LexRange range)
    {
        range = default;
        if (!Bound.TryParse(min, out Bound low) || !Bound.TryParse(max, out Bound high))
            return false;
        range = new LexRange(low, high);
        return true;
    }

    /// <summary>The members within, where all have the same score.</summary>
    /// <param name="set">The sorted set.</param>
    /// <param name="reversed">True when a walk through them begins with the highest.</param>
    public RankWindow In(in SortedSet set, bool reversed = false)
    {
        SortedSetPlace first = _min.PlaceIn(set, passesBound: _min.IsOpen);
        return first.Rank == set.Count ? default : RankWindow.Between(first, _max.PlaceIn(set, passesBound: !_max.IsOpen), reversed);
    }

    private readonly ref struct Bound
    {
        private readonly ReadOnlySpan<byte> _member;
        private readonly byte _kind;

        private Bound(byte kind, ReadOnlySpan<byte> member)
        {
            _kind = kind;
            _member = member;
        }

        public bool IsOpen => _kind == (byte)'(';

        public static bool TryParse(ReadOnlySpan<byte> text, out Bound bound)
        {
            bound = default;
            if (text.IsEmpty)
                return false;
            switch (text[0])
            {
                case (byte)'[' or (byte)'(':
                    bound = new Bound(text[0], text[1..]);
                    return true;
                case (byte)'-' or (byte)'+' when text.Length == 1 || text[1] == 0:
                    bound = new Bound(text[0], default);
                    return true;
                default:
                    return false;
            }
        }

        public SortedSetPlace PlaceIn(in SortedSet set, bool passesBound) => _kind switch
        {
            (byte)'-' => set.Begin,
            (byte)'+' => set.End,
            _ => set.PlaceOf(_member, passesBound),
        };
    }
}
