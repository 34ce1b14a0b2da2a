using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <content>The directory: a block of places, those in use side by side, with room at both ends.</content>
internal ref partial struct LargeList
{
    private const int FirstPlaces = 4;
    private const int PlacesWorthFreeing = 64;
    private const int PlaceBytes = 2 * sizeof(int);

    public readonly Span<NodeEntry> Nodes => Places.Slice(_root.First, _root.Nodes);

    private readonly Span<NodeEntry> Places => MemoryMarshal.Cast<byte, NodeEntry>(_blocks[_root.Directory]);

    private readonly ref NodeEntry Edge(ListEnd end) =>
        ref Places[end == ListEnd.Head ? _root.First : _root.First + _root.Nodes - 1];

    /// <summary>Enters a node in front of the one at an index.</summary>
    private void AddNode(int index, NodeEntry entry)
    {
        bool atFront = index < _root.Nodes - index;
        if (_root.Directory == 0)
            _root.Directory = checked((int)_blocks.Allocate(_blocks.CapacityFor(FirstPlaces * PlaceBytes)));
        Span<NodeEntry> places = Places;
        if (atFront ? _root.First == 0 : _root.First + _root.Nodes == places.Length)
            places = MakePlace(atFront);

        int first = _root.First;
        if (atFront)
        {
            places.Slice(first, index).CopyTo(places[(first - 1)..]);
            _root.First = --first;
        }
        else
        {
            places[(first + index)..(first + _root.Nodes)].CopyTo(places[(first + index + 1)..]);
        }

        places[first + index] = entry;
        _root.Nodes++;
    }

    /// <summary>Frees a node and takes it out of the directory.</summary>
    private void RemoveNode(int index)
    {
        Span<NodeEntry> nodes = Nodes;
        _blocks.Free(nodes[index].Handle);
        if (index < nodes.Length - 1 - index)
        {
            nodes[..index].CopyTo(nodes[1..]);
            _root.First++;
        }
        else
        {
            nodes[(index + 1)..].CopyTo(nodes[index..]);
        }

        _root.Nodes--;
        ReleasePlaces();
    }

    /// <summary>Room at an end for one more, and for as many as are there: three quarters of what is free, as others come at the other end.</summary>
    private readonly Span<NodeEntry> MakePlace(bool atFront)
    {
        Span<NodeEntry> places = Places;
        if (_root.Nodes > places.Length / 2)
        {
            _blocks.Resize(_root.Directory, _blocks.CapacityFor(checked(2 * places.Length * PlaceBytes)));
            places = Places;
        }

        int free = places.Length - _root.Nodes;
        int first = atFront ? free - free / 4 : free / 4;
        places.Slice(_root.First, _root.Nodes).CopyTo(places[first..]);
        _root.First = first;
        return places;
    }

    private readonly void ReleasePlaces()
    {
        Span<NodeEntry> places = Places;
        if (places.Length <= PlacesWorthFreeing || _root.Nodes >= places.Length / 8)
            return;
        places.Slice(_root.First, _root.Nodes).CopyTo(places);
        _root.First = 0;
        _blocks.Resize(_root.Directory, _blocks.CapacityFor(Math.Max(_root.Nodes * 2, FirstPlaces) * PlaceBytes));
    }
}
