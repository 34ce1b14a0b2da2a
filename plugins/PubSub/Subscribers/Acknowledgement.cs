namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>
/// The replies to SUBSCRIBE and its kin: one a channel, each a message of its own. They reach the client even when it has switched replies
/// off, as messages do.
/// </summary>
internal static class Acknowledgement
{
    /// <summary>Says that a channel was subscribed to, or left.</summary>
    public static void Write(CommandContext context, ReadOnlySpan<byte> verb, ReadOnlySpan<byte> channel, int count)
    {
        ReplyWriter reply = Begin(context, verb);
        reply.Bulk(channel);
        End(context, reply, count);
    }

    /// <summary>Says that there was nothing to leave.</summary>
    public static void WriteNone(CommandContext context, ReadOnlySpan<byte> verb, int count)
    {
        ReplyWriter reply = Begin(context, verb);
        reply.Null();
        End(context, reply, count);
    }

    private static ReplyWriter Begin(CommandContext context, ReadOnlySpan<byte> verb)
    {
        ReplyWriter reply = context.Client.ReplyMode == ClientReplyMode.On ? context.Reply : new ReplyWriter(context.Client.Protocol);
        reply.Push(3);
        reply.Bulk(verb);
        return reply;
    }

    private static void End(CommandContext context, ReplyWriter reply, int count)
    {
        reply.Integer(count);
        if (reply == context.Reply)
            return;
        context.Client.Push(reply.ToArray());
        reply.Reset();
    }
}
