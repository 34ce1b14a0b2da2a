using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Collections;

/// <summary>Redis' packed form against a plain list, by random steps and at every edge of its encodings.</summary>
public sealed class ListpackTests
{
    private static readonly int[] s_edges = [0, 1, 62, 63, 64, 65, 125, 126, 127, 128, 129, 4094, 4095, 4096, 16376, 16377, 16378, 16379, 16380, 16384];

    private static readonly Gen<byte[]> s_element = Gen.Frequency(
        (6, Gen.Byte.Array[0, 12]),
        (4, Gen.Long.Select(Gen.Int[0, 63], (value, shift) => Text(value >> shift))),
        (2, Gen.Int[-5000, 5000].Select(value => Text(value))),
        (2, Gen.Select(Gen.Int[0, s_edges.Length - 1], Gen.Byte, (i, fill) => Filled(s_edges[i], fill))));

    private enum Step { Append, Prepend, Insert, Replace, Delete, DeleteMany, InsertNumber }

    [Fact]
    public void It_is_a_list_whatever_is_done_to_it() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1 << 20], s_element).Array[1, 60].Sample(steps =>
        {
            byte[] pack = Empty();
            List<byte[]> model = [];
            foreach ((Step step, int place, byte[] element) in steps)
            {
                int at = model.Count == 0 ? 0 : place % model.Count;
                switch (step)
                {
                    case Step.Append:
                        Insert(ref pack, Listpack.End(pack), element);
                        model.Add(element);
                        break;
                    case Step.Prepend:
                        Insert(ref pack, Listpack.First, element);
                        model.Insert(0, element);
                        break;
                    case Step.Insert when model.Count != 0:
                        Insert(ref pack, Listpack.Seek(pack, at), element);
                        model.Insert(at, element);
                        break;
                    case Step.InsertNumber:
                        int room = ListpackEntry.SizeOf((long)place);
                        Array.Resize(ref pack, pack.Length + room);
                        Listpack.Insert(pack, Listpack.End(pack), (long)place);
                        model.Add(Text(place));
                        break;
                    case Step.Replace when model.Count != 0:
                        Replace(ref pack, Listpack.Seek(pack, at - model.Count), element);
                        model[at] = element;
                        break;
                    case Step.Delete when model.Count != 0:
                        Array.Resize(ref pack, Listpack.Delete(pack, Listpack.Seek(pack, at), 1));
                        model.RemoveAt(at);
                        break;
                    case Step.DeleteMany when model.Count != 0:
                        int count = Math.Min(1 + place % 4, model.Count - at);
                        Array.Resize(ref pack, Listpack.Delete(pack, Listpack.Seek(pack, at), count));
                        model.RemoveRange(at, count);
                        break;
                    default:
                        break;
                }

                AssertSame(model, pack);
            }
        }, iter: 400);

    [Fact]
    public void Every_width_of_integer_comes_back()
    {
        List<long> numbers = [0, 1, -1, 127, 128, -4096, -4097, 4095, 4096];
        for (int bit = 6; bit < 64; bit++)
            numbers.AddRange([(1L << bit) - 1, 1L << bit, (1L << bit) + 1, -(1L << bit) - 1, -(1L << bit), -(1L << bit) + 1]);
        numbers.AddRange([long.MaxValue, long.MinValue]);
        Span<byte> entry = stackalloc byte[16];
        foreach (long number in numbers)
        {
            entry.Fill(0xEE);
            int size = ListpackEntry.Write(entry, number);
            Assert.Equal(size, ListpackEntry.SizeOf(number));
            Assert.Equal(size, ListpackEntry.SizeOf(Text(number)));
            Assert.Equal(0xEE, entry[size]);
            Assert.True(ListpackEntry.TryCheck(entry[..size], 0, out int next));
            Assert.Equal(size, next);
            Assert.Equal(0, ListpackEntry.Previous(entry, size));
            PackedElement read = ListpackEntry.Read(entry, 0, out next);
            Assert.Equal(size, next);
            Assert.True(read.IsNumber);
            Assert.Equal(number, read.Number);
            Assert.True(read.Is(Text(number)));
        }
    }

    /// <summary>The sizes that redis-server 7.0 gives integers: tag and data, one byte of back length.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(-1, 3)]
    [InlineData(4095, 3)]
    [InlineData(-4096, 3)]
    [InlineData(4096, 4)]
    [InlineData(-4097, 4)]
    [InlineData(32768, 5)]
    [InlineData(8388607, 5)]
    [InlineData(8388608, 6)]
    [InlineData(2147483648, 10)]
    public void Integers_take_the_bytes_that_redis_gives_them(long number, int size) => Assert.Equal(size, ListpackEntry.SizeOf(number));

    /// <summary>Where the length behind an entry needs one byte more: at 128, 16,383, 2,097,151 bytes of tag and data.</summary>
    [Theory]
    [InlineData(63, 1 + 63 + 1)]
    [InlineData(64, 2 + 64 + 1)]
    [InlineData(125, 2 + 125 + 1)]
    [InlineData(126, 2 + 126 + 2)]
    [InlineData(4095, 2 + 4095 + 2)]
    [InlineData(4096, 5 + 4096 + 2)]
    [InlineData(16377, 5 + 16377 + 2)]
    [InlineData(16378, 5 + 16378 + 3)]
    [InlineData(16379, 5 + 16379 + 3)]
    [InlineData(2097145, 5 + 2097145 + 3)]
    [InlineData(2097146, 5 + 2097146 + 4)]
    public void Texts_at_the_edges_of_the_back_length_come_back(int length, int size)
    {
        byte[] text = Filled(length, (byte)'x');
        Assert.Equal(size, ListpackEntry.SizeOf(text));
        byte[] entries = new byte[3 * size];
        for (int i = 0; i < 3; i++)
            Assert.Equal(size, ListpackEntry.Write(entries.AsSpan(i * size), text));
        for (int i = 3; i > 0; i--)
            Assert.Equal((i - 1) * size, ListpackEntry.Previous(entries, i * size));
        for (int i = 0; i < 3; i++)
        {
            Assert.True(ListpackEntry.TryCheck(entries, i * size, out int next));
            Assert.Equal((i + 1) * size, next);
            Assert.Equal(next, ListpackEntry.Next(entries, i * size));
            Assert.True(ListpackEntry.Read(entries, i * size, out _).Bytes.SequenceEqual(text));
        }
    }

    [Fact]
    public void More_entries_than_the_header_can_count()
    {
        const int many = 65_600;
        byte[] pack = Empty();
        Array.Resize(ref pack, pack.Length + 2 * many);
        for (int i = 0; i < many; i++)
        {
            Listpack.Insert(pack, Listpack.End(pack), (long)(i & 63));
            if (i is 65_533 or 65_534 or 65_535)
                Assert.Equal(i + 1, Listpack.Count(pack));
        }

        Assert.Equal(pack.Length, Listpack.LengthOf(pack));
        Assert.True(Listpack.IsValid(pack, out int count));
        Assert.Equal(many, count);
        Assert.Equal(many, Listpack.Count(pack));
        foreach (int index in new[] { 0, 1, 40_000, 65_534, 65_535, many - 1 })
        {
            Assert.Equal(Listpack.First + 2 * index, Listpack.Seek(pack, index));
            Assert.Equal(Listpack.First + 2 * index, Listpack.Seek(pack, index - many));
        }

        Assert.Equal(-1, Listpack.Seek(pack, many));
        int length = Listpack.Delete(pack, Listpack.First, many - 3);
        Assert.Equal(3, Listpack.Count(pack.AsSpan(0, length)));
        Assert.True(Listpack.IsValid(pack.AsSpan(0, length), out count));
        Assert.Equal(3, count);
    }

    [Fact]
    public void Elements_are_found_in_every_form()
    {
        byte[] pack = Empty();
        foreach (string element in new[] { "a", "12", "012", "b", "a", "-7", "12" })
            Insert(ref pack, Listpack.End(pack), Encoding.ASCII.GetBytes(element));
        Assert.Equal(Listpack.Seek(pack, 0), Listpack.Find(pack, "a"u8));
        Assert.Equal(Listpack.Seek(pack, 4), Listpack.Find(pack, "a"u8, start: Listpack.Seek(pack, 1)));
        Assert.Equal(Listpack.Seek(pack, 1), Listpack.Find(pack, "12"u8));
        Assert.Equal(Listpack.Seek(pack, 6), Listpack.Find(pack, "12"u8, skip: 1));
        Assert.Equal(Listpack.Seek(pack, 2), Listpack.Find(pack, "012"u8));
        Assert.Equal(Listpack.Seek(pack, 5), Listpack.Find(pack, "-7"u8));
        Assert.Equal(-1, Listpack.Find(pack, "-8"u8));
        Assert.Equal(-1, Listpack.Find(pack, "-7"u8, skip: 1));
        Assert.Equal(-1, Listpack.Find(pack, ""u8));
    }

    [Fact]
    public void Changed_bytes_are_refused_or_can_be_walked() =>
        Gen.Select(s_element.Array[0, 8], Gen.Int[0, 1 << 20], Gen.Byte).Sample((elements, place, value) =>
        {
            byte[] pack = Empty();
            foreach (byte[] element in elements)
                Insert(ref pack, Listpack.End(pack), element);
            pack[place % pack.Length] = value;
            AssertWalkable(pack);
            if (place % pack.Length > 0)
                AssertWalkable(pack.AsSpan(0, place % pack.Length));
        }, iter: 3_000);

    [Fact]
    public void Hostile_bytes_never_throw() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        AssertWalkable(bytes);
        byte[] framed = [0, 0, 0, 0, 0xFF, 0xFF, .. bytes, 0xFF];
        BitConverter.TryWriteBytes(framed, framed.Length);
        AssertWalkable(framed);
    }, iter: 20_000);

    private static void AssertWalkable(ReadOnlySpan<byte> pack)
    {
        if (!Listpack.IsValid(pack, out int count))
            return;
        int position = Listpack.First;
        for (int i = 0; i < count; i++)
            ListpackEntry.Read(pack, position, out position);
        Assert.Equal(Listpack.End(pack), position);
        for (int i = 0; i < count; i++)
            position = ListpackEntry.Previous(pack, position);
        Assert.Equal(Listpack.First, position);
    }

    private static void AssertSame(List<byte[]> model, byte[] pack)
    {
        Assert.Equal(pack.Length, Listpack.LengthOf(pack));
        Assert.True(Listpack.IsValid(pack, out int count));
        Assert.Equal(model.Count, count);
        Assert.Equal(model.Count, Listpack.Count(pack));
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        int position = Listpack.First;
        for (int i = 0; i < model.Count; i++)
        {
            Assert.Equal(position, Listpack.Seek(pack, i));
            Assert.Equal(position, Listpack.Seek(pack, i - model.Count));
            int begin = position;
            PackedElement element = ListpackEntry.Read(pack, position, out position);
            Assert.Equal(position - begin, Listpack.SizeAt(pack, begin));
            Assert.Equal(position - begin, ListpackEntry.SizeOf(element));
            Assert.Equal(begin, ListpackEntry.Previous(pack, position));
            Assert.True(element.Text(scratch).SequenceEqual(model[i]));
            Assert.Equal(model[i].Length, element.TextLength);
        }

        Assert.Equal(Listpack.End(pack), position);
        Assert.Equal(-1, Listpack.Seek(pack, model.Count));
        Assert.Equal(-1, Listpack.Seek(pack, -model.Count - 1));
    }

    private static byte[] Empty()
    {
        byte[] pack = new byte[Listpack.EmptyLength];
        Listpack.WriteEmpty(pack);
        return pack;
    }

    private static void Insert(ref byte[] pack, int position, byte[] element)
    {
        Array.Resize(ref pack, pack.Length + ListpackEntry.SizeOf(element));
        Listpack.Insert(pack, position, element);
    }

    private static void Replace(ref byte[] pack, int position, byte[] element)
    {
        int growth = ListpackEntry.SizeOf(element) - Listpack.SizeAt(pack, position);
        if (growth > 0)
            Array.Resize(ref pack, pack.Length + growth);
        Assert.Equal(growth, Listpack.Replace(pack, position, element));
        if (growth < 0)
            Array.Resize(ref pack, pack.Length + growth);
    }

    private static byte[] Text(long value) => Encoding.ASCII.GetBytes(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static byte[] Filled(int length, byte fill)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, fill);
        return bytes;
    }
}
