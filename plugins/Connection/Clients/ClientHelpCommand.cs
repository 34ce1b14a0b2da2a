using System.Text;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>CLIENT HELP. Some of the subcommands are other plugins': only what there is is shown.</summary>
internal sealed class ClientHelpCommand(ICommandTable commands)
{
    private const string Text = """
        CACHING (YES|NO)
            Say whether what the next command reads is remembered, in the modes OPTIN and OPTOUT.
        GETREDIR
            Return the client ID we are redirecting to when tracking is enabled.
        GETNAME
            Return the name of the current connection.
        ID
            Return the ID of the current connection.
        INFO
            Return information about the current client connection.
        KILL <ip:port>
            Kill connection made from <ip:port>.
        KILL <option> <value> [<option> <value> [...]]
            Kill connections. Options are:
            * ADDR (<ip:port>|<unixsocket>:0)
              Kill connections made from the specified address
            * LADDR (<ip:port>|<unixsocket>:0)
              Kill connections made to specified local address
            * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)
              Kill connections by type.
            * USER <username>
              Kill connections authenticated by <username>.
            * SKIPME (YES|NO)
              Skip killing current connection (default: yes).
            * ID <client-id>
              Kill the connection with this id.
            * MAXAGE <seconds>
              Kill connections that are at least this old.
        LIST [options ...]
            Return information about client connections. Options:
            * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)
              Return clients of specified type.
        UNPAUSE
            Stop the current client pause, resuming traffic.
        PAUSE <timeout> [WRITE|ALL]
            Suspend all, or just write, clients for <timeout> milliseconds.
        REPLY (ON|OFF|SKIP)
            Control the replies sent to the current connection.
        SETNAME <name>
            Assign the name <name> to the current connection.
        SETINFO <option> <value>
            Say something of the client's library. Options are:
            * LIB-NAME: its name.
            * LIB-VER: its version.
        UNBLOCK <clientid> [TIMEOUT|ERROR]
            Unblock the specified blocked client.
        TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]
                 [OPTIN] [OPTOUT] [NOLOOP]
            Turn client-side caching on or off.
        TRACKINGINFO
            Report tracking status for the current connection.
        NO-EVICT (ON|OFF)
            Protect current client connection from eviction.
        NO-TOUCH (ON|OFF)
            Leave the access times of the keys that this connection reads alone.
        """;

    [Command("CLIENT|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        var shown = new StringBuilder(Text.Length);
        bool isKnown = false;
        foreach (string line in Text.Split('\n'))
        {
            if (line[0] != ' ')
                isKnown = commands.TryFind(Encoding.ASCII.GetBytes("CLIENT|" + line.Split(' ')[0]), out _);
            if (isKnown)
                shown.Append(line).Append('\n');
        }
        HelpReply.Write(context, shown.ToString().TrimEnd('\n'));
    }
}
