using System.Buffers;
using System.Text;

namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// One message with its two outer forms, each made when the first client needs it and then shared by all: the push of RESP3, and what a
/// RESP2 client gets as if it were published to <c>__redis__:invalidate</c>.
/// </summary>
internal sealed class InvalidationMessage(ReadOnlyMemory<byte> body)
{
    private byte[]? _push;
    private byte[]? _published;

    /// <summary>All keys, in the words of either protocol.</summary>
    public static readonly InvalidationMessage Everything2 = new("$-1\r\n"u8.ToArray());
    public static readonly InvalidationMessage Everything3 = new("_\r\n"u8.ToArray());

    public ReadOnlyMemory<byte> Push => _push ??= [.. ">2\r\n$10\r\ninvalidate\r\n"u8, .. body.Span];

    public ReadOnlyMemory<byte> Published => _published ??= [.. "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n"u8, .. body.Span];

    /// <summary>A message about one key.</summary>
    public static InvalidationMessage Of(ReadOnlySpan<byte> key)
    {
        var body = new ArrayBufferWriter<byte>(key.Length + 32);
        body.Write("*1\r\n"u8);
        AppendKey(body, key);
        return new InvalidationMessage(body.WrittenMemory);
    }

    /// <summary>Begins the body of a message about several keys.</summary>
    public static void AppendCount(ArrayBufferWriter<byte> body, int keys) => AppendHeader(body, '*', keys);

    public static void AppendKey(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> key)
    {
        AppendHeader(body, '$', key.Length);
        body.Write(key);
        body.Write("\r\n"u8);
    }

    /// <summary>Tells a client that its messages can't be sent: their receiver is gone.</summary>
    public static byte[] BrokenRedirect(long receiver) =>
        Encoding.ASCII.GetBytes($">2\r\n$21\r\ntracking-redir-broken\r\n:{receiver}\r\n");

    private static void AppendHeader(ArrayBufferWriter<byte> body, char type, int number)
    {
        Span<byte> room = body.GetSpan(16);
        room[0] = (byte)type;
        int digits = Numbers.FormatInt64(room[1..], number);
        room[digits + 1] = (byte)'\r';
        room[digits + 2] = (byte)'\n';
        body.Advance(digits + 3);
    }
}
