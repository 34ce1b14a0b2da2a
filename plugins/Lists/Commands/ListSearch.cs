using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>The walk of LPOS: from either end, over so many elements, passing over so many matches.</summary>
internal struct ListSearch
{
    private readonly bool _backwards;
    private long _skip;
    private long _left;
    private long _index;

    public ListSearch(ref ListCursor cursor, PositionOptions options)
    {
        _backwards = options.Rank < 0;
        _skip = Math.Abs(options.Rank) - 1;
        _left = options.MaxLength == 0 ? long.MaxValue : options.MaxLength;
        _index = -1;
        if (!_backwards)
            return;
        cursor.SeekEnd();
        _index = cursor.Count;
    }

    public bool Next(ref ListCursor cursor, scoped in ElementMatch wanted, out long index)
    {
        while (_left-- > 0 && (_backwards ? cursor.Previous(out PackedElement element) : cursor.Next(out element)))
        {
            _index += _backwards ? -1 : 1;
            if (!wanted.Is(element) || _skip-- > 0)
                continue;
            index = _index;
            return true;
        }

        index = -1;
        return false;
    }
}
