using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Lists.Data;

/// <summary>
/// Reads lists in all forms that Redis has had: plain strings, a ziplist, quicklists of ziplists or listpacks. Reads twice: first to check and
/// measure, then to store, so nothing is stored of a broken value and nothing is kept twice. Stateless.
/// </summary>
internal static class ListReader
{
    private const ulong PlainNode = 1;

    public static bool TryRead(ref RdbReader reader, byte rdbType, StandardListType type, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        RdbReader start = reader;
        Measure measure = default;
        if (!TryWalk(ref reader, rdbType, ref measure) || measure.Count == 0)
            return false;

        if (type.Settings.FitsPacked(measure.Bytes + Listpack.EmptyLength, measure.Count))
        {
            Span<byte> pack = keyspace.Create(key, type, (byte)ListLayout.Packed, (int)measure.Bytes + Listpack.EmptyLength, expiry, out _);
            StorePacked(start, rdbType, pack, (int)measure.Count);
        }
        else
        {
            Span<byte> root = keyspace.Create(key, type, (byte)ListLayout.Large, ListRoot.Bytes, expiry, out Entry entry);
            StoreLarge(start, rdbType, new LargeList(keyspace.Blocks(ref entry), ref MemoryMarshal.AsRef<ListRoot>(root), type.Settings.NodeBytes));
        }

        return true;
    }

    private static void StorePacked(scoped RdbReader reader, byte rdbType, Span<byte> pack, int count)
    {
        scoped var packing = new Packing { Rest = pack[Listpack.First..] };
        TryWalk(ref reader, rdbType, ref packing);
        Listpack.Seal(pack, count);
    }

    private static void StoreLarge(scoped RdbReader reader, byte rdbType, LargeList list)
    {
        scoped var appending = new Appending { List = list };
        TryWalk(ref reader, rdbType, ref appending);
    }

    private static bool TryWalk<TSink>(ref RdbReader reader, byte rdbType, ref TSink sink) where TSink : struct, IElementSink, allows ref struct
    {
        if (rdbType == RdbType.ListZiplist)
            return TryPack(ref reader, isZiplist: true, ref sink);
        if (!reader.TryLength(out ulong parts))
            return false;
        for (; parts > 0; parts--)
        {
            ulong kind = rdbType == RdbType.List ? PlainNode : ListWriter.PackedNode;
            if (rdbType == RdbType.ListQuicklist2 && !reader.TryLength(out kind))
                return false;
            bool good = kind switch
            {
                PlainNode => TryPlain(ref reader, mayBeEmpty: rdbType == RdbType.List, ref sink),
                ListWriter.PackedNode => TryPack(ref reader, rdbType == RdbType.ListQuicklist, ref sink),
                _ => false,
            };
            if (!good)
                return false;
        }

        return true;
    }

    private static bool TryPlain<TSink>(ref RdbReader reader, bool mayBeEmpty, ref TSink sink) where TSink : struct, IElementSink, allows ref struct
    {
        if (!reader.TryString(out ReadOnlySpan<byte> element) || (element.IsEmpty && !mayBeEmpty))
            return false;
        sink.Add(element);
        return true;
    }

    private static bool TryPack<TSink>(ref RdbReader reader, bool isZiplist, ref TSink sink) where TSink : struct, IElementSink, allows ref struct
    {
        if (!reader.TryString(out ReadOnlySpan<byte> pack))
            return false;
        if (isZiplist)
        {
            if (!Ziplist.TryToListpack(pack, out byte[]? converted))
                return false;
            pack = converted;
        }

        if (!Listpack.IsValid(pack, out int count))
            return false;
        sink.Add(pack[Listpack.First..Listpack.End(pack)], count);
        return true;
    }

    private interface IElementSink
    {
        void Add(ReadOnlySpan<byte> element);

        void Add(ReadOnlySpan<byte> run, int count);
    }

    private struct Measure : IElementSink
    {
        public long Bytes;
        public long Count;

        public void Add(ReadOnlySpan<byte> element)
        {
            Bytes += ListpackEntry.SizeOf(element);
            Count++;
        }

        public void Add(ReadOnlySpan<byte> run, int count)
        {
            Bytes += run.Length;
            Count += count;
        }
    }

    private ref struct Packing : IElementSink
    {
        public Span<byte> Rest;

        public void Add(ReadOnlySpan<byte> element) => Rest = Rest[ListpackEntry.Write(Rest, element)..];

        public void Add(ReadOnlySpan<byte> run, int count)
        {
            run.CopyTo(Rest);
            Rest = Rest[run.Length..];
        }
    }

    private ref struct Appending : IElementSink
    {
        public LargeList List;

        public void Add(ReadOnlySpan<byte> element) => List.Push(ListEnd.Tail, element);

        public void Add(ReadOnlySpan<byte> run, int count) => List.AppendRun(run, count);
    }
}
