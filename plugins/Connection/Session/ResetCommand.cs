namespace CacheStorm.Plugins.Connection.Session;

/// <summary>RESET: the connection goes on as if it had just been opened. Only its id and its library's name stay.</summary>
internal sealed class ResetCommand(IExtensions<IAuthenticator> authenticators, ISessionEvents events)
{
    private readonly Authentication _authentication = new(authenticators);

    [Command("RESET", Arity = 1, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.NoAuth | CommandFlags.AllowBusy,
        Group = "connection",
        Since = "6.2.0",
        Summary = "Reset the connection",
        Complexity = "O(1)")]
    public void Reset(CommandContext context)
    {
        ClientSession client = context.Client;
        if (client.Kind is ClientKind.Replica or ClientKind.Master)
        {
            context.Reply.Error("ERR can only reset normal client connections"u8);
            return;
        }

        // Transactions, subscriptions, monitoring: whoever owns such state takes it off the session.
        events.Reset(client);

        client.Kind = ClientKind.Normal;
        client.Name = "";
        client.Namespace = 0;
        client.Protocol = 2;
        client.ReplyMode = ClientReplyMode.On;
        client.NoEvict = false;
        client.NoTouch = false;
        client.User = "default";
        client.IsAuthenticated = !_authentication.IsRequired;
        context.Reply.SimpleString("RESET"u8);
    }
}
