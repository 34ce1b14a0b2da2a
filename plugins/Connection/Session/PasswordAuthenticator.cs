using System.Security.Cryptography;
using System.Text;

namespace CacheStorm.Plugins.Connection.Session;

/// <summary>
/// <c>requirepass</c>: one password for the user <c>default</c>. The setting is read each time, so a change asks whoever connects from then on;
/// those who are in stay in, as in Redis. Has no state of its own.
/// </summary>
internal sealed class PasswordAuthenticator(IConfigRegistry settings) : IAuthenticator
{
    public bool IsRequired => Password.Length > 0;

    public bool HasDefaultPassword => Password.Length > 0;

    private string Password => settings.TryGet("requirepass", out ConfigParameter? parameter) ? parameter.Text : "";

    public bool TryAuthenticate(ClientSession client, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        if (!user.SequenceEqual("default"u8))
            return false;
        string required = Password;
        // Digests are compared, so that the time taken says nothing about the password, not even its length.
        return required.Length == 0 || CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(required)), SHA256.HashData(password));
    }
}
