using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CacheStorm.UnitTests.Rdb;

/// <summary>Writes the containers that Redis had before the listpack.</summary>
internal static class OldContainers
{
    public static byte[] Ziplist(params ReadOnlySpan<byte[]> elements)
    {
        List<byte> bytes = [.. new byte[10]];
        int last = 10;
        int previous = 0;
        foreach (byte[] element in elements)
        {
            last = bytes.Count;
            if (previous < 254)
                bytes.Add((byte)previous);
            else
                bytes.AddRange([254, .. Little(previous, 4)]);
            bytes.AddRange(Body(element));
            previous = bytes.Count - last;
        }

        bytes.Add(255);
        byte[] ziplist = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(ziplist, ziplist.Length);
        BinaryPrimitives.WriteInt32LittleEndian(ziplist.AsSpan(4), last);
        BinaryPrimitives.WriteUInt16LittleEndian(ziplist.AsSpan(8), (ushort)Math.Min(elements.Length, ushort.MaxValue));
        return ziplist;
    }

    public static byte[] Zipmap(int unused, params ReadOnlySpan<byte[]> fieldsAndValues)
    {
        List<byte> bytes = [(byte)Math.Min(fieldsAndValues.Length / 2, 254)];
        for (int i = 0; i < fieldsAndValues.Length; i++)
        {
            byte[] part = fieldsAndValues[i];
            bytes.AddRange(part.Length < 254 ? [(byte)part.Length] : [254, .. Little(part.Length, 4)]);
            if (i % 2 == 1)
                bytes.Add((byte)unused);
            bytes.AddRange(part);
            if (i % 2 == 1)
                bytes.AddRange(new byte[unused]);
        }

        return [.. bytes, 255];
    }

    public static List<byte[]> ElementsOf(ReadOnlySpan<byte> listpack)
    {
        Assert.True(Listpack.IsValid(listpack, out int count));
        List<byte[]> elements = [];
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        for (int position = Listpack.First; position < Listpack.End(listpack);)
            elements.Add(ListpackEntry.Read(listpack, position, out position).Text(scratch).ToArray());
        Assert.Equal(count, elements.Count);
        return elements;
    }

    private static byte[] Body(byte[] element)
    {
        string text = Encoding.Latin1.GetString(element);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == text)
        {
            return number switch
            {
                >= 0 and <= 12 => [(byte)(0xF1 + number)],
                >= sbyte.MinValue and <= sbyte.MaxValue => [0xFE, (byte)number],
                >= short.MinValue and <= short.MaxValue => [0xC0, .. Little(number, 2)],
                >= -(1 << 23) and < 1 << 23 => [0xF0, .. Little(number, 3)],
                >= int.MinValue and <= int.MaxValue => [0xD0, .. Little(number, 4)],
                _ => [0xE0, .. Little(number, 8)],
            };
        }

        int length = element.Length;
        return length switch
        {
            < 64 => [(byte)length, .. element],
            < 16384 => [(byte)(0x40 | length >> 8), (byte)length, .. element],
            _ => [0x80, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. element],
        };
    }

    private static byte[] Little(long number, int bytes)
    {
        byte[] all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, number);
        return all[..bytes];
    }
}
