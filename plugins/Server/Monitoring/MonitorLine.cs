using System.Buffers;
using System.Text.Unicode;

namespace CacheStorm.Plugins.Server;

/// <summary>A command as MONITOR shows it: <c>+1700000000.123456 [0 127.0.0.1:5000] "get" "x"</c>.</summary>
internal static class MonitorLine
{
    private const int LongestHead = 256;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_text;

    /// <summary>Makes the line, its end included: a frame of its own in either protocol.</summary>
    /// <param name="request">The command and its arguments.</param>
    /// <param name="command">The command's name in lower case.</param>
    /// <param name="client">Who called it.</param>
    /// <param name="microseconds">When, in Unix microseconds.</param>
    /// <param name="isScripted">A script called it.</param>
    public static byte[] Of(ArgumentList request, string command, ClientSession client, long microseconds, bool isScripted)
    {
        ArrayBufferWriter<byte> text = t_text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        Head(text, client, microseconds, isScripted);
        SecretArguments secrets = SecretArguments.Of(command, request);
        for (int i = 0; i < request.Count; i++)
        {
            text.Write(" "u8);
            QuotedText.Append(text, secrets.Contains(i) ? "(redacted)"u8 : request[i]);
        }
        text.Write("\r\n"u8);
        byte[] line = text.WrittenSpan.ToArray();
        if (text.Capacity > 1 << 16)
            t_text = null;
        return line;
    }

    private static void Head(ArrayBufferWriter<byte> text, ClientSession client, long microseconds, bool isScripted)
    {
        (long seconds, long rest) = Math.DivRem(microseconds, 1_000_000);
        string address = isScripted ? "lua" : AddressOf(client);
        int written;
        for (int room = LongestHead; ; room *= 2)
        {
            if (Utf8.TryWrite(text.GetSpan(room), System.Globalization.CultureInfo.InvariantCulture,
                    $"+{seconds}.{rest:D6} [{client.Namespace} {address}]", out written))
                break;
        }
        text.Advance(written);
    }

    /// <summary>The peer; of a unix socket the path, which is ours.</summary>
    private static string AddressOf(ClientSession client)
    {
        string address = client.RemoteEndPoint;
        if (!client.IsUnixSocket)
            return address;
        int port = address.LastIndexOf(':');
        return "unix:" + (port < 0 ? address : address[..port]);
    }
}
