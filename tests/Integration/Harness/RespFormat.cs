using System.Buffers;
using System.Text;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>Commands as bytes for the wire, and bytes as text for people.</summary>
internal static class RespFormat
{
    public static byte[] Command(IReadOnlyList<byte[]> arguments)
    {
        var frame = new ArrayBufferWriter<byte>();
        Write(frame, $"*{arguments.Count}\r\n");
        foreach (byte[] argument in arguments)
        {
            Write(frame, $"${argument.Length}\r\n");
            frame.Write(argument);
            Write(frame, "\r\n");
        }
        return frame.WrittenSpan.ToArray();
    }

    /// <summary>Readable and unambiguous: what isn't printable stands as \xHH; very long replies are cut in the middle.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        const int longest = 4000;
        if (bytes.Length > longest)
            return $"{Escape(bytes[..(longest / 2)])} …({bytes.Length} bytes)… {Escape(bytes[^(longest / 4)..])}";

        var text = new StringBuilder();
        foreach (byte b in bytes)
        {
            text.Append(b switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\t' => "\\t",
                (byte)'\\' => "\\\\",
                (byte)'"' => "\\\"",
                >= 0x20 and < 0x7f => ((char)b).ToString(),
                _ => $"\\x{b:x2}",
            });
        }
        return text.ToString();
    }

    private static void Write(ArrayBufferWriter<byte> frame, string ascii) => frame.Write(Encoding.ASCII.GetBytes(ascii));
}
