namespace CacheStorm.Plugins.Connection.Session;

/// <summary>AUTH: a client says who it is.</summary>
internal sealed class AuthCommand(IExtensions<IAuthenticator> authenticators)
{
    private readonly Authentication _authentication = new(authenticators);

    [Command("AUTH", Arity = -2, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.NoAuth | CommandFlags.AllowBusy,
        Group = "connection",
        Since = "1.0.0",
        Summary = "Authenticate to the server",
        Complexity = "O(N) where N is the number of passwords defined for the user",
        Arguments = "username:string?^6.0.0 password:string")]
    [CommandHistory("6.0.0", "Added ACL style (username and password).")]
    public void Auth(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Count > 3)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        // Whichever of the two it is, the password is among them.
        context.Redact(1);
        context.Redact(2);
        if (args.Count == 2 && !_authentication.HasDefaultPassword)
        {
            context.Reply.Error(ErrorText.NoPassword);
            return;
        }

        ReadOnlySpan<byte> user = args.Count == 3 ? args[1] : "default"u8;
        if (_authentication.TryAuthenticate(context, user, args[args.Count - 1]))
            context.Reply.Ok();
    }
}
