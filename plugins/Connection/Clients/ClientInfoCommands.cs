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
}
