namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Messages as they go over the wire: RESP3's push, which who speaks RESP2 is sent as an array. Built once, in an array of just its length,
/// for however many receivers.
/// </summary>
internal static class MessageFrame
{
    private const int AroundBulk = 5;   // $, and twice a line end

    /// <summary>A message for who subscribes to the channel.</summary>
    /// <param name="head">How it begins, up to the channel.</param>
    public static byte[] Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        byte[] frame = GC.AllocateUninitializedArray<byte>(checked(head.Length + Length(channel) + Length(message)));
        Span<byte> rest = frame;
        Copy(head, ref rest);
        Bulk(channel, ref rest);
        Bulk(message, ref rest);
        return frame;
    }

    /// <summary>A message for who subscribes to a pattern.</summary>
    public static byte[] OfPattern(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> head = PatternHead;
        byte[] frame = GC.AllocateUninitializedArray<byte>(checked(head.Length + Length(pattern) + Length(channel) + Length(message)));
        Span<byte> rest = frame;
        Copy(head, ref rest);
        Bulk(pattern, ref rest);
        Bulk(channel, ref rest);
        Bulk(message, ref rest);
        return frame;
    }

    /// <summary>How a message to a channel begins.</summary>
    public static ReadOnlySpan<byte> ChannelHead => ">3\r\n$7\r\nmessage\r\n"u8;

    /// <summary>How a message to a shard channel begins.</summary>
    public static ReadOnlySpan<byte> ShardHead => ">3\r\n$8\r\nsmessage\r\n"u8;

    private static ReadOnlySpan<byte> PatternHead => ">4\r\n$8\r\npmessage\r\n"u8;

    private static int Length(ReadOnlySpan<byte> text) => checked(AroundBulk + Digits(text.Length) + text.Length);

    private static int Digits(int number)
    {
        int digits = 1;
        for (; number >= 10; number /= 10)
            digits++;
        return digits;
    }

    private static void Bulk(ReadOnlySpan<byte> text, ref Span<byte> rest)
    {
        rest[0] = (byte)'$';
        int digits = Numbers.FormatInt64(rest[1..], text.Length);
        rest = rest[(digits + 1)..];
        Copy("\r\n"u8, ref rest);
        Copy(text, ref rest);
        Copy("\r\n"u8, ref rest);
    }

    private static void Copy(ReadOnlySpan<byte> text, ref Span<byte> rest)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }
}
