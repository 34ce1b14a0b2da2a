using System.Text;
using CacheStorm.Plugins.Hashes;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>What comes from outside is checked whole before anything is stored.</summary>
public class HashRdbTests
{
    private readonly HashCalls _calls = new();

    [Fact]
    public void A_field_twice_is_refused()
    {
        var writer = new RdbWriter();
        writer.Length(2);
        writer.String("f"u8);
        writer.String("1"u8);
        writer.String("f"u8);
        writer.String("2"u8);
        AssertBroken(writer, RdbType.Hash);
    }

    [Fact]
    public void A_number_and_its_text_are_the_same_field()
    {
        // "12" as a number, and as text in a form that Redis itself would not write.
        byte[] pack = new byte[64];
        int at = Listpack.First;
        at += ListpackEntry.Write(pack.AsSpan(at), 12);
        at += ListpackEntry.Write(pack.AsSpan(at), 1);
        "\u0082"u8[1..].CopyTo(pack.AsSpan(at));
        pack[at] = 0x82;
        "12"u8.CopyTo(pack.AsSpan(at + 1));
        pack[at + 3] = 3;
        at += 4;
        at += ListpackEntry.Write(pack.AsSpan(at), 2);
        pack = pack[..(at + 1)];
        Listpack.Seal(pack, 4);
        Assert.True(Listpack.IsValid(pack, out _));
        var writer = new RdbWriter();
        writer.String(pack);
        AssertBroken(writer, RdbType.HashListpack);
    }

    [Fact]
    public void Empty_odd_and_cut_off_values_are_refused()
    {
        var writer = new RdbWriter();
        writer.Length(0);
        AssertBroken(writer, RdbType.Hash);

        byte[] pack = new byte[Listpack.EmptyLength];
        Listpack.WriteEmpty(pack);
        writer.Clear();
        writer.String(pack);
        AssertBroken(writer, RdbType.HashListpack);

        pack = new byte[Listpack.EmptyLength + 2];
        ListpackEntry.Write(pack.AsSpan(Listpack.First), 5);
        Listpack.Seal(pack, 1);
        writer.Clear();
        writer.String(pack);
        AssertBroken(writer, RdbType.HashListpack);

        _calls.Run("HSET h a 1 b 2");
        for (int i = 0; i < 600; i++)
            _calls.Run($"HSET large f{i} v{i}");
        _calls.Run("HSETEX e PX 100 FIELDS 2 a 1 b 2");
        _calls.Run("HSETEX large PX 100 FIELDS 1 f1 1");
        foreach (string key in new[] { "h", "large", "e" })
        {
            Assert.True(_calls.Open().TryFind(Encoding.UTF8.GetBytes(key), out Entry entry, Lookup.Peek));
            writer.Clear();
            _calls.Type.Write(entry, writer);
            byte[] whole = writer.Written.ToArray();
            byte type = _calls.Type.RdbTypeOf(entry);
            for (int length = 0; length < whole.Length; length += whole.Length > 500 ? 97 : 1)
                Assert.False(TryRead(whole.AsSpan(0, length), type));
            Assert.True(TryRead(whole, type));
        }
    }

    [Fact]
    public void Redis_7_4_forms_are_written_in_the_order_of_expiry()
    {
        _calls.Run("HSET h a 1 b 2");
        _calls.Run("HPEXPIREAT h 4000000000500 FIELDS 1 a");
        _calls.Run("HSETEX h PXAT 4000000000000 FIELDS 1 c 3");
        Assert.True(_calls.Open().TryFind("h"u8, out Entry entry, Lookup.Peek));
        Assert.Equal(25, _calls.Type.RdbTypeOf(entry));
        var writer = new RdbWriter();
        _calls.Type.Write(entry, writer);
        var reader = new RdbReader(writer.Written);
        Assert.True(reader.TryInt64(out long earliest));
        Assert.Equal(4_000_000_000_000, earliest);
        Assert.True(reader.TryString(out ReadOnlySpan<byte> pack));
        Assert.True(Listpack.IsValid(pack, out int entries));
        Assert.Equal(9, entries);
        var fields = new PackedFields([.. new byte[8], .. pack], HashLayout.PackedWithExpiry);
        int position = 0;
        var order = new StringBuilder();
        while (fields.Next(ref position, out PackedElement field, out _, out long expiresAt))
            order.Append(Encoding.UTF8.GetString(field.Bytes)).Append(expiresAt).Append(' ');
        Assert.Equal("c4000000000000 a4000000000500 b0 ", order.ToString());
    }

    private void AssertBroken(RdbWriter writer, byte type)
    {
        _calls.Run("HSET there f v");
        Assert.False(TryRead(writer.Written, type));
        Assert.Equal("$1\r\nv\r\n", _calls.Run("HGET there f"));
    }

    private bool TryRead(ReadOnlySpan<byte> bytes, byte type)
    {
        var reader = new RdbReader(bytes);
        return _calls.Type.TryRead(ref reader, type, 0, _calls.Open(), "there"u8, Expiry.None);
    }
}
