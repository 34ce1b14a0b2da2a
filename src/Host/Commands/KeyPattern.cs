using System.Text;

namespace CacheStorm.Host.Commands;

/// <summary>
/// One key specification, ready to be applied to requests. Finds keys as Redis 7.0 does. Immutable.
/// Requests come from strangers: nothing here trusts a count or loops further than the arguments reach.
/// </summary>
internal sealed class KeyPattern
{
    private readonly byte[]? _keyword;
    private readonly int _index;
    private readonly int _startFrom;
    private readonly int _last;
    private readonly int _step;
    private readonly int _limit;
    private readonly int _countIndex;
    private readonly int _firstKey;

    public KeyPattern(KeySpecAttribute spec)
    {
        Access = spec.Access;
        IsUnknown = spec.Unknown;
        _keyword = spec.Keyword is null ? null : Encoding.UTF8.GetBytes(spec.Keyword);
        _index = spec.Index;
        _startFrom = spec.StartFrom;
        _last = spec.Last;
        _step = Math.Max(spec.Step, 1);
        _limit = spec.Limit;
        _countIndex = spec.KeyCountIndex;
        _firstKey = spec.FirstKey;
    }

    /// <summary>What the command does with these keys.</summary>
    public KeyAccess Access { get; }

    /// <summary>The arguments don't tell all the keys.</summary>
    public bool IsUnknown { get; }

    /// <summary>Counted as a key for routing only.</summary>
    public bool IsNotKey => (Access & KeyAccess.NotKey) != 0;

    /// <summary>A fixed argument that is the only key.</summary>
    public bool IsSingle => !IsUnknown && _keyword is null && _countIndex < 0 && _last == 0;

    /// <summary>The fixed argument where the keys begin; 0 when there is a keyword.</summary>
    public int Index => _index;

    /// <summary>Adds the keys of a request.</summary>
    /// <returns>False when the arguments don't fit the specification; nothing is added then.</returns>
    public bool Collect(ArgumentList request, ref KeyIndexBuffer keys)
    {
        if (IsNotKey || (IsUnknown && _keyword is null))
            return true;
        int count = request.Count;
        long first = _index;
        if (_keyword is not null && !TryFindKeyword(request, out first))
            return true;

        long last;
        if (_countIndex >= 0)
        {
            long position = first + _countIndex;
            if (position >= count || !Numbers.TryParseInt64(request[(int)position], out long wanted))
                return false;
            if (wanted > count)
                return false;
            first += _firstKey;
            last = first + (Math.Max(wanted, 0) - 1) * _step;
        }
        else if (_last >= 0)
        {
            last = first + _last;
        }
        else if (_limit <= 1)
        {
            last = count + (long)_last;
        }
        else
        {
            last = first + (count - first) / _limit + _last;
        }

        // With a step the last key stands at or before `last`; it must be an argument that is there.
        if (last >= first && first + (last - first) / _step * _step >= count)
            return false;
        for (long i = first; i <= last; i += _step)
            keys.Add((int)i);
        return true;
    }

    private bool TryFindKeyword(ArgumentList request, out long first)
    {
        int count = request.Count;
        int step = _startFrom > 0 ? 1 : -1;
        int from = _startFrom > 0 ? _startFrom : count + _startFrom;
        // A keyword is never the last argument, and the backward search ends before the first one, as in Redis.
        int end = _startFrom > 0 ? count - 1 : 1;
        for (int i = from; step > 0 ? i < end : i > end; i += step)
        {
            if (i < count && Ascii.EqualsIgnoreCase(request[i], _keyword))
            {
                first = i + 1;
                return true;
            }
        }

        first = 0;
        return false;
    }
}
