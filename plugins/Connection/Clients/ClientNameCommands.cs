using System.Text;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>What a client says of itself: its name, its library.</summary>
internal sealed class ClientNameCommands
{
    [Command("CLIENT|SETNAME", Arity = 3, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "2.6.9",
        Summary = "Set the current connection name",
        Complexity = "O(1)",
        Arguments = "connection-name:string")]
    public void SetName(CommandContext context)
    {
        if (ClientNames.TrySetName(context, context.Args[2]))
            context.Reply.Ok();
    }

    [Command("CLIENT|GETNAME", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "2.6.9",
        Summary = "Get the current connection name",
        Complexity = "O(1)")]
    public void GetName(CommandContext context)
    {
        string name = context.Client.Name;
        if (name.Length == 0)
            context.Reply.Null();
        else
            context.Reply.Bulk(Encoding.ASCII.GetBytes(name));
    }

    [Command("CLIENT|SETINFO", Arity = 4, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "7.2.0",
        Summary = "Sets information specific to the client or connection.",
        Complexity = "O(1)",
        Tips = "request_policy:all_nodes response_policy:all_succeeded",
        Arguments = "attr=(libname:string@LIB-NAME | libver:string@LIB-VER)")]
    public void SetInfo(CommandContext context)
    {
        CommandArguments args = context.Args;
        bool isName = args.Is(2, "LIB-NAME"u8);
        if (!isName && !args.Is(2, "LIB-VER"u8))
        {
            ErrorText.Quoting(context.Reply, "ERR Unrecognized option '"u8, args[2], "'"u8);
            return;
        }
        if (!ClientFacts.IsPrintable(args[3]))
        {
            ErrorText.Quoting(context.Reply, "ERR "u8, args[2], " cannot contain spaces, newlines or special characters."u8);
            return;
        }

        string text = Encoding.ASCII.GetString(args[3]);
        if (isName)
            context.Client.LibraryName = text;
        else
            context.Client.LibraryVersion = text;
        context.Reply.Ok();
    }
}
