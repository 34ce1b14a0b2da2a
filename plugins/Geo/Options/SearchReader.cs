using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>
/// Reads the arguments of the searching commands. Errors are written as the reply where Redis finds them, so that the first of several is
/// the same one.
/// </summary>
internal ref struct SearchReader
{
    private readonly CommandContext _context;
    private readonly CommandArguments _args;
    private readonly SearchForm _form;
    private readonly bool _canStore;
    private readonly bool _exists;
    private readonly Entry _source;
    private SearchOptions _options;
    private Position _centre;
    private int _first;
    private bool _fromMember;
    private bool _fromPosition;
    private bool _byRadius;
    private bool _byBox;

    /// <summary>Begins.</summary>
    /// <param name="context">The call.</param>
    /// <param name="form">The command.</param>
    /// <param name="canStore">False for the commands that only read, and don't know STORE.</param>
    /// <param name="exists">Whether there is such a key.</param>
    /// <param name="source">Its entry; a sorted set.</param>
    public SearchReader(CommandContext context, SearchForm form, bool canStore, bool exists, Entry source)
    {
        _context = context;
        _args = context.Args;
        _form = form;
        _canStore = canStore;
        _exists = exists;
        _source = source;
    }

    private readonly bool IsSearch => _form is SearchForm.Search or SearchForm.SearchStore;

    /// <summary>Reads all.</summary>
    /// <param name="options">What they say.</param>
    /// <returns>False when they make no sense.</returns>
    public bool TryRead(out SearchOptions options)
    {
        bool isSound = TryReadStart();
        for (int i = _first; isSound && i < _args.Count; i++)
            isSound = TryReadOption(ref i);
        isSound = isSound && Fit();
        _options.Area = _options.Area.At(_centre);
        options = _options;
        return isSound;
    }

    private bool TryReadStart()
    {
        switch (_form)
        {
            case SearchForm.Radius:
                _first = 6;
                return GeoArguments.TryPosition(_context, 2, out _centre) && GeoArguments.TryCircle(_context, 4, out _options.Area);
            case SearchForm.RadiusByMember:
                _first = 5;
                // Without the key Redis does not even look at the radius.
                return !_exists || TryReadMember(2) && GeoArguments.TryCircle(_context, 3, out _options.Area);
            case SearchForm.SearchStore:
                _first = 3;
                _options.Destination = 1;
                _options.IsDestinationDeclared = true;
                return true;
            default:
                _first = 2;
                return true;
        }
    }

    private bool TryReadOption(ref int i)
    {
        int left = _args.Count - i - 1;
        if (_args.Is(i, "WITHDIST"u8))
            _options.WithDistance = true;
        else if (_args.Is(i, "WITHHASH"u8))
            _options.WithHash = true;
        else if (_args.Is(i, "WITHCOORD"u8))
            _options.WithPosition = true;
        else if (_args.Is(i, "ANY"u8))
            _options.Any = true;
        else if (_args.Is(i, "ASC"u8))
            _options.Order = SearchOrder.Ascending;
        else if (_args.Is(i, "DESC"u8))
            _options.Order = SearchOrder.Descending;
        else if (_args.Is(i, "COUNT"u8) && left >= 1)
            return TryReadCount(++i);
        else
            return IsSearch ? TryReadSearchOption(ref i, left) : TryReadStoreOption(ref i, left);
        return true;
    }

    private bool TryReadSearchOption(ref int i, int left)
    {
        if (_args.Is(i, "FROMMEMBER"u8) && left >= 1 && !_fromPosition)
        {
            _fromMember = true;
            i++;
            return !_exists || TryReadMember(i);
        }
        if (_args.Is(i, "FROMLONLAT"u8) && left >= 2 && !_fromMember)
        {
            _fromPosition = true;
            i += 2;
            return GeoArguments.TryPosition(_context, i - 1, out _centre);
        }
        if (_args.Is(i, "BYRADIUS"u8) && left >= 2 && !_byBox)
        {
            _byRadius = true;
            i += 2;
            return GeoArguments.TryCircle(_context, i - 1, out _options.Area);
        }
        if (_args.Is(i, "BYBOX"u8) && left >= 3 && !_byRadius)
        {
            _byBox = true;
            i += 3;
            return GeoArguments.TryBox(_context, i - 2, out _options.Area);
        }
        if (_form == SearchForm.SearchStore && _args.Is(i, "STOREDIST"u8))
        {
            _options.StoresDistances = true;
            return true;
        }
        return Refuse(Errors.Syntax);
    }

    private bool TryReadStoreOption(ref int i, int left)
    {
        bool distances = _args.Is(i, "STOREDIST"u8);
        if (!_canStore || left < 1 || !distances && !_args.Is(i, "STORE"u8))
            return Refuse(Errors.Syntax);
        _options.StoresDistances = distances;
        _options.IsDestinationDeclared = !StandsBefore(i, distances ? "STOREDIST"u8 : "STORE"u8);
        _options.Destination = ++i;
        return true;
    }

    private readonly bool StandsBefore(int end, ReadOnlySpan<byte> word)
    {
        for (int i = _first; i < end; i++)
        {
            if (_args.Is(i, word))
                return true;
        }
        return false;
    }

    private bool TryReadCount(int i)
    {
        if (!_args.TryInt64(i, out _options.Count))
            return false;
        return _options.Count > 0 || Refuse(GeoErrors.CountNotPositive);
    }

    private bool TryReadMember(int i)
    {
        if (!((SortedSetType)_source.Type).TryScore(in _source, _args[i], out double score))
            return Refuse(GeoErrors.NoSuchMember);
        _centre = GeoScore.PositionOf(score);
        return true;
    }

    /// <summary>Whether the options go together.</summary>
    private bool Fit()
    {
        if (_options.Destination != 0 && _options.Details > 0)
            return Refuse(_form == SearchForm.SearchStore ? GeoErrors.SearchStoreWithDetails : GeoErrors.RadiusStoreWithDetails);
        if (IsSearch && !_fromMember && !_fromPosition)
        {
            GeoErrors.NeedsOneCentre(_context);
            return false;
        }
        if (IsSearch && !_byRadius && !_byBox)
        {
            GeoErrors.NeedsOneShape(_context);
            return false;
        }
        if (_options.Any && _options.Count == 0)
            return Refuse(GeoErrors.AnyWithoutCount);

        // The nearest ones are wanted where only some are.
        if (_options.Count > 0 && _options.Order == SearchOrder.None && !_options.Any)
            _options.Order = SearchOrder.Ascending;
        return true;
    }

    private readonly bool Refuse(ReadOnlySpan<byte> error)
    {
        _context.Reply.Error(error);
        return false;
    }
}
