namespace CacheStorm.Plugins.Server;

/// <summary>DEBUG PROTOCOL: a reply of each type, for those who write clients.</summary>
internal static class ProtocolSamples
{
    public static void Write(CommandContext context)
    {
        CommandArguments args = context.Args;
        ReplyWriter reply = context.Reply;
        if (args.Is(2, "string"u8))
            reply.Bulk("Hello World"u8);
        else if (args.Is(2, "integer"u8))
            reply.Integer(12345);
        else if (args.Is(2, "double"u8))
            reply.Double(3.141);
        else if (args.Is(2, "null"u8))
            reply.Null();
        else if (args.Is(2, "array"u8))
        {
            reply.Array(3);
            Integers(reply);
        }
        else if (args.Is(2, "set"u8))
        {
            reply.Set(3);
            Integers(reply);
        }
        else if (args.Is(2, "map"u8))
            Map(reply);
        else if (args.Is(2, "attrib"u8))
            Attribute(reply);
        else if (args.Is(2, "push"u8))
            Push(reply);
        else if (args.Is(2, "true"u8))
            reply.Boolean(true);
        else if (args.Is(2, "false"u8))
            reply.Boolean(false);
        else if (args.Is(2, "verbatim"u8))
            reply.Verbatim("txt"u8, "This is a verbatim\nstring"u8);
        else if (args.Is(2, "bignum"u8))
            reply.BigNumber("1234567999999999999999999999999999999"u8);
        else
            reply.Error(ErrorText.ProtocolTypes);
    }

    private static void Integers(ReplyWriter reply)
    {
        for (int i = 0; i < 3; i++)
            reply.Integer(i);
    }

    private static void Map(ReplyWriter reply)
    {
        reply.Map(3);
        for (int i = 0; i < 3; i++)
        {
            reply.Integer(i);
            reply.Boolean(i == 1);
        }
    }

    private static void Attribute(ReplyWriter reply)
    {
        if (reply.ProtocolVersion >= 3)
        {
            reply.Attribute(1);
            reply.Bulk("key-popularity"u8);
            reply.Array(2);
            reply.Bulk("key:123"u8);
            reply.Integer(90);
        }
        reply.Bulk("Some real reply following the attribute"u8);
    }

    private static void Push(ReplyWriter reply)
    {
        if (reply.ProtocolVersion < 3)
        {
            reply.Error(ErrorText.NotInResp2);
            return;
        }
        reply.Push(2);
        reply.Bulk("server-cpu-usage"u8);
        reply.Integer(42);
        reply.Bulk("Some real reply following the push reply"u8);
    }
}
