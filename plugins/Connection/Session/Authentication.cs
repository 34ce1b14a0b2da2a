using System.Text;

namespace CacheStorm.Plugins.Connection.Session;

/// <summary>
/// Who a client may act as, asked of the authenticators that other plugins bring. Without one there is the user
/// <c>default</c> only, and any password will do for it. Has no state of its own.
/// </summary>
internal sealed class Authentication(IExtensions<IAuthenticator> authenticators)
{
    /// <summary>True when a new connection must authenticate first.</summary>
    public bool IsRequired
    {
        get
        {
            foreach (IAuthenticator authenticator in authenticators.All)
            {
                if (authenticator.IsRequired)
                    return true;
            }
            return false;
        }
    }

    /// <summary>True when AUTH with a password alone makes sense.</summary>
    public bool HasDefaultPassword
    {
        get
        {
            foreach (IAuthenticator authenticator in authenticators.All)
            {
                if (authenticator.HasDefaultPassword)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Makes the client act as a user, or writes the error that says why not.</summary>
    public bool TryAuthenticate(CommandContext context, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        if (!Accepts(context.Client, user, password))
        {
            context.Reply.Error(ErrorText.WrongPass);
            return false;
        }
        context.Client.User = Encoding.UTF8.GetString(user);
        context.Client.IsAuthenticated = true;
        return true;
    }

    private bool Accepts(ClientSession client, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        IReadOnlyList<IAuthenticator> all = authenticators.All;
        if (all.Count == 0)
            return user.SequenceEqual("default"u8);
        // One that has no password for the user default lets anybody be it; where another one has, that is not for it to say.
        bool guardsDefault = IsRequired && user.SequenceEqual("default"u8);
        foreach (IAuthenticator authenticator in all)
        {
            if (guardsDefault && !authenticator.IsRequired)
                continue;
            if (authenticator.TryAuthenticate(client, user, password))
                return true;
        }
        return false;
    }
}
