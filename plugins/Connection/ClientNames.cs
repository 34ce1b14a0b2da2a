using System.Text;

namespace CacheStorm.Plugins.Connection;

/// <summary>Naming a client, which CLIENT SETNAME and HELLO both do.</summary>
internal static class ClientNames
{
    /// <summary>Names the client; an empty name takes its name away. Writes the error when the name is not allowed.</summary>
    public static bool TrySetName(CommandContext context, ReadOnlySpan<byte> name)
    {
        if (!ClientFacts.IsPrintable(name))
        {
            context.Reply.Error(ErrorText.BadClientName);
            return false;
        }
        context.Client.Name = Encoding.ASCII.GetString(name);
        return true;
    }
}
