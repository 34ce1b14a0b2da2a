using System.Text;
using CacheStorm.Host.Configuration;
using CacheStorm.Host.Network;

namespace CacheStorm.Host.Server;

/// <summary>Protected mode: a server without a password that listens to the whole world answers nobody but its own machine.</summary>
internal sealed class ProtectedMode(HostSettings settings)
{
    private static readonly byte[] s_refusal = Encoding.ASCII.GetBytes(
        "-DENIED CacheStorm is running in protected mode because protected mode is enabled and no password is set for the default user. " +
        "In this mode connections are only accepted from the loopback interface. To connect from elsewhere, either set a password, " +
        "or switch protected mode off by 'CONFIG SET protected-mode no' from this machine, by protected_mode in the settings, " +
        "or by '--protected-mode no' on the command line.\r\n");

    /// <summary>What a client is told that may not come in; null: it may.</summary>
    public byte[]? Refusal(Connection connection) =>
        settings.Security.ProtectedMode && settings.Security.Password.Length == 0 && !connection.IsLocal ? s_refusal : null;
}
