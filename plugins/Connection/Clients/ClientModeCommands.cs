namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>How the server treats a client: whether it replies, whether it may be evicted, whether its reads count.</summary>
internal sealed class ClientModeCommands
{
    [Command("CLIENT|REPLY", Arity = 3, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "3.2.0",
        Summary = "Instruct the server whether to reply to commands",
        Complexity = "O(1)",
        Arguments = "on_off_skip=(on!ON | off!OFF | skip!SKIP)")]
    public void Reply(CommandContext context)
    {
        ClientSession client = context.Client;
        if (context.Args.Is(2, "ON"u8))
        {
            client.ReplyMode = ClientReplyMode.On;
            context.Reply.Ok();
        }
        else if (context.Args.Is(2, "OFF"u8))
        {
            client.ReplyMode = ClientReplyMode.Off;
        }
        else if (context.Args.Is(2, "SKIP"u8))
        {
            if (client.ReplyMode != ClientReplyMode.Off)
                client.ReplyMode = ClientReplyMode.SkipNext;
        }
        else
        {
            context.Reply.Error(Errors.Syntax);
        }
    }

    [Command("CLIENT|NO-EVICT", Arity = 3, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "7.0.0",
        Summary = "Set client eviction mode for the current connection",
        Complexity = "O(1)",
        Arguments = "enabled=(on!ON | off!OFF)")]
    public void NoEvict(CommandContext context)
    {
        if (!TryReadSwitch(context, out bool on))
            return;
        context.Client.NoEvict = on;
        context.Reply.Ok();
    }

    [Command("CLIENT|NO-TOUCH", Arity = 3, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "7.2.0",
        Summary = "Controls whether commands sent by the client affect the LRU/LFU of accessed keys.",
        Complexity = "O(1)",
        Arguments = "enabled=(on!ON | off!OFF)")]
    public void NoTouch(CommandContext context)
    {
        if (!TryReadSwitch(context, out bool on))
            return;
        context.Client.NoTouch = on;
        context.Reply.Ok();
    }

    private static bool TryReadSwitch(CommandContext context, out bool on)
    {
        on = context.Args.Is(2, "ON"u8);
        if (on || context.Args.Is(2, "OFF"u8))
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
