using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Asks for the password of the settings, while there is one.</summary>
internal sealed class PasswordGate(ProbeSettings settings) : IAuthenticator
{
    public bool IsRequired => settings.Password.Length > 0;

    public bool HasDefaultPassword => IsRequired;

    public bool TryAuthenticate(ClientSession client, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) =>
        user.SequenceEqual("default"u8) && password.SequenceEqual(Encoding.UTF8.GetBytes(settings.Password));
}

/// <summary>Forbids the command of the settings, while there is one.</summary>
internal sealed class CommandGate(ProbeSettings settings) : IAuthorizer
{
    public bool IsEnabled => settings.ForbiddenCommand.Length > 0;

    public bool Allows(CommandContext context)
    {
        if (context.Command.FullName != settings.ForbiddenCommand)
            return true;
        context.Reply.Error([.. "NOPERM not on "u8, .. context.Key]);
        return false;
    }
}
