using System.Globalization;
using System.Text;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>A reply taken apart: its type byte, its text (Latin-1, so that no byte is lost), its elements.</summary>
internal sealed record RespValue(char Type, string? Text, IReadOnlyList<RespValue> Items, byte[] Raw)
{
    public bool IsError => Type is '-' or '!';

    public bool IsNull => Type == '_' || (Type is '$' or '*' && Text is null && Items.Count == 0 && Raw is [_, (byte)'-', ..]);

    public bool IsAggregate => Type is '*' or '~' or '>' or '%' or '|';

    public long Integer => long.Parse(Text!, CultureInfo.InvariantCulture);

    /// <summary>The value that follows a name, in a map or in RESP2's flat list of pairs.</summary>
    public RespValue? this[string name]
    {
        get
        {
            for (int i = 0; i + 1 < Items.Count; i += 2)
            {
                if (string.Equals(Items[i].Text, name, StringComparison.OrdinalIgnoreCase))
                    return Items[i + 1];
            }
            return null;
        }
    }

    public static RespValue Parse(byte[] raw)
    {
        int position = 0;
        RespValue value = Parse(raw, ref position);
        return position == raw.Length ? value : throw new InvalidDataException("more than one reply");
    }

    public override string ToString() => RespFormat.Escape(Raw);

    private static RespValue Parse(byte[] raw, ref int position)
    {
        int start = position;
        int end = raw.AsSpan(position).IndexOf("\r\n"u8) + position;
        char type = (char)raw[position];
        string line = Encoding.Latin1.GetString(raw, position + 1, end - position - 1);
        position = end + 2;

        string? text = null;
        List<RespValue> items = [];
        switch (type)
        {
            case '$' or '=' or '!':
                int length = int.Parse(line, CultureInfo.InvariantCulture);
                if (length >= 0)
                {
                    text = Encoding.Latin1.GetString(raw, position, length);
                    position += length + 2;
                }
                break;
            case '*' or '~' or '>' or '%' or '|':
                int count = int.Parse(line, CultureInfo.InvariantCulture);
                int frames = type switch { '%' => 2 * count, '|' => 2 * count + 1, _ => count };
                for (int i = 0; i < frames; i++)
                    items.Add(Parse(raw, ref position));
                break;
            case '_':
                break;
            default:
                text = line;
                break;
        }
        return new RespValue(type, text, items, raw[start..position]);
    }
}
