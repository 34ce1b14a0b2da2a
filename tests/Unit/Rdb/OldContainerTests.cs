using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

/// <summary>Ziplists and zipmaps become listpacks; what is none is refused, whatever is wrong with it.</summary>
public sealed class OldContainerTests
{
    private static readonly Gen<byte[][]> s_elements = Gen.Frequency(
        (6, Gen.Byte.Array[0, 70]), (4, RdbGenerators.Integers), (1, Gen.Byte.Array[250, 300]), (1, Gen.Byte.Array[16000, 17000]))
        .Array[0, 30];

    /// <summary>Bytes put down by hand from the description of the format.</summary>
    [Theory]
    [InlineData("0b0000000a00000000" + "00" + "ff", "")]
    [InlineData("0f0000000c000000" + "0200" + "00f3" + "02f6" + "ff", "2 5")]
    [InlineData("190000000d000000" + "0200" + "000161" + "030161" + "ff", null)] // says it is longer
    [InlineData("110000000d000000" + "0200" + "000161" + "030162" + "ff", "a b")]
    [InlineData("110000000a000000" + "0200" + "000161" + "030162" + "ff", null)] // the last entry is elsewhere
    [InlineData("110000000d000000" + "0300" + "000161" + "030162" + "ff", null)] // says it has three
    [InlineData("110000000d000000" + "0200" + "000161" + "020162" + "ff", null)] // the entry before is longer
    [InlineData("0d0000000a000000" + "0100" + "00ef" + "ff", null)] // no such tag
    [InlineData("1700000013000000" + "0300" + "00c0e803" + "04f0000001" + "05fe80" + "ff", "1000 65536 -128")]
    public void Known_bytes_are_read(string hex, string? elements)
    {
        Assert.Equal(elements is not null, Ziplist.TryToListpack(Convert.FromHexString(hex), out byte[]? listpack));
        if (listpack is not null)
            Assert.Equal(elements, string.Join(' ', OldContainers.ElementsOf(listpack).Select(Encoding.ASCII.GetString)));
    }

    [Fact]
    public void Every_ziplist_keeps_its_elements() => s_elements.Sample(elements =>
    {
        Assert.True(Ziplist.TryToListpack(OldContainers.Ziplist(elements), out byte[]? listpack));
        Assert.Equal(elements, OldContainers.ElementsOf(listpack));
    }, iter: 500);

    [Fact]
    public void A_ziplist_of_more_entries_than_its_header_can_count_is_read()
    {
        byte[][] elements = [.. Enumerable.Range(0, 70_000).Select(i => Encoding.ASCII.GetBytes($"{i}"))];
        Assert.True(Ziplist.TryToListpack(OldContainers.Ziplist(elements), out byte[]? listpack));
        Assert.Equal(elements, OldContainers.ElementsOf(listpack));
    }

    [Fact]
    public void Every_zipmap_keeps_its_fields() => Gen.Select(s_elements, Gen.Int[0, 4]).Sample((parts, unused) =>
    {
        byte[][] pairs = parts[..(parts.Length & ~1)];
        Assert.True(Zipmap.TryToListpack(OldContainers.Zipmap(unused, pairs), out byte[]? listpack));
        Assert.Equal(pairs, OldContainers.ElementsOf(listpack));
    }, iter: 500);

    [Fact]
    public void Changed_bytes_are_refused_or_make_a_good_listpack() =>
        Gen.Select(Gen.Byte.Array[0, 20].Array[2, 10], Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample((elements, place, value, map) =>
        {
            byte[] bytes = map ? OldContainers.Zipmap(place % 3, elements[..(elements.Length & ~1)]) : OldContainers.Ziplist(elements);
            bytes[place % bytes.Length] = value;
            if (map ? Zipmap.TryToListpack(bytes, out byte[]? listpack) : Ziplist.TryToListpack(bytes, out listpack))
                Assert.True(Listpack.IsValid(listpack, out _));
        }, iter: 20_000);

    [Fact]
    public void Every_cut_is_refused()
    {
        byte[][] elements = [[1, 2, 3], "12345"u8.ToArray(), new byte[300], "7"u8.ToArray()];
        byte[] ziplist = OldContainers.Ziplist(elements);
        byte[] zipmap = OldContainers.Zipmap(2, elements);
        for (int length = 0; length < ziplist.Length; length++)
            Assert.False(Ziplist.TryToListpack(ziplist.AsSpan(0, length), out _));
        for (int length = 0; length < zipmap.Length; length++)
            Assert.False(Zipmap.TryToListpack(zipmap.AsSpan(0, length), out _));
        Assert.False(Ziplist.TryToListpack([.. ziplist, 255], out _));
        Assert.False(Zipmap.TryToListpack([.. zipmap, 255], out _));
    }

    [Fact]
    public void Hostile_bytes_never_throw() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        Ziplist.TryToListpack(bytes, out _);
        Zipmap.TryToListpack(bytes, out _);
    }, iter: 20_000);
}
