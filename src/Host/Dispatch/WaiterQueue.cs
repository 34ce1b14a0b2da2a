using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Those who wait for a key, one after the other, as they are asked for: of ten thousand, mostly the first only is. Taken from the lot
/// in pieces that grow, so that going through all of them stays cheap, too. Used by one thread.
/// </summary>
internal struct WaiterQueue(ParkingLot lot, int namespaceIndex, KeyBytes key)
{
    private const int FirstPiece = 4;

    private ParkedCall[] _piece = [];
    private int _next;
    private int _size = FirstPiece;
    private long _last;

    public bool TryTake([NotNullWhen(true)] out ParkedCall? call)
    {
        if (_next == _piece.Length)
        {
            _piece = lot.WaitersOf(namespaceIndex, key, _last, _size);
            _next = 0;
            _size *= 4;
            if (_piece.Length == 0)
            {
                call = null;
                return false;
            }
        }

        call = _piece[_next++];
        _last = call.Order;
        return true;
    }
}
