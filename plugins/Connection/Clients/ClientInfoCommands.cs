using System.Buffers;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT's questions about one's own connection.</summary>
[CommandContainer("CLIENT", Arity = -2, Flags = CommandFlags.None,
    Group = "connection",
    Since = "2.4.0",
    Summary = "A container for client connection commands",
    Complexity = "Depends on subcommand.")]
internal sealed class ClientInfoCommands
{
    [Command("CLIENT|ID", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "5.0.0",
        Summary = "Returns the client ID for the current connection",
        Complexity = "O(1)")]
    public void Id(CommandContext context) => context.Reply.Integer(context.Client.Id);

    [Command("CLIENT|INFO", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.2.0",
        Summary = "Returns information about the current client connection.",
        Complexity = "O(1)",
        Tips = "nondeterministic_output")]
    public void Info(CommandContext context)
    {
        var text = new ArrayBufferWriter<byte>();
        ClientLine.Append(text, context.Client);
        context.Reply.Verbatim("txt"u8, text.WrittenSpan);
    }

    [Command("CLIENT|GETREDIR", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.0.0",
        Summary = "Get tracking notifications redirection client ID if any",
        Complexity = "O(1)")]
    public void GetRedirect(CommandContext context) => context.Reply.Integer(context.Client.TrackingRedirect);

    [Command("CLIENT|TRACKINGINFO", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.2.0",
        Summary = "Return information about server assisted client side caching for the current connection",
        Complexity = "O(1)")]
    public void TrackingInfo(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Map(3);
        reply.Bulk("flags"u8);
        reply.Set(1);
        reply.Bulk(context.Client.TrackingRedirect < 0 ? "off"u8 : "on"u8);
        reply.Bulk("redirect"u8);
        reply.Integer(context.Client.TrackingRedirect);
        reply.Bulk("prefixes"u8);
        reply.Array(0);
    }
}
