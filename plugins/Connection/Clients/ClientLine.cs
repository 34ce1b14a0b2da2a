using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>One client as CLIENT LIST and CLIENT INFO show it: Redis 7.0's fields in their order, then 7.2's library fields.</summary>
internal static class ClientLine
{
    /// <summary>Redis replies into a fixed buffer of this size first, and lists what goes beyond.</summary>
    private const long FixedBuffer = 16384;
    private const string FlagOrder = "OSMPxbtRBdcuAUreT";

    /// <summary>Appends the client's line, the line feed at its end included.</summary>
    public static void Append(IBufferWriter<byte> text, ClientSession client)
    {
        ClientStatistics numbers = client.Statistics;
        Span<char> letters = stackalloc char[FlagOrder.Length];
        ReadOnlySpan<char> flags = letters[..WriteFlags(letters, client)];
        string command = client.LastCommand?.FullName ?? "NULL";
        long buffered = Math.Min(numbers.OutputBytes, FixedBuffer);

        for (int room = 768; ; room *= 2)
        {
            if (Utf8.TryWrite(text.GetSpan(room),
                    $"id={client.Id} addr={client.RemoteEndPoint} laddr={client.LocalEndPoint} fd={numbers.FileDescriptor} name={client.Name} age={numbers.AgeSeconds} idle={numbers.IdleSeconds} flags={flags} db={client.Namespace} sub={client.Subscriptions} psub={client.PatternSubscriptions} ssub={client.ShardSubscriptions} multi={client.QueuedCommands} qbuf={numbers.InputBytes} qbuf-free={numbers.InputFree} argv-mem={numbers.ArgumentBytes} multi-mem={client.QueuedBytes} rbs={numbers.OutputCapacity} rbp={numbers.OutputCapacity} obl={buffered} oll={numbers.OutputQueued} omem={numbers.OutputBytes - buffered} tot-mem={numbers.TotalMemory} events={numbers.Events} cmd={command} user={client.User} redir={client.TrackingRedirect} resp={client.Protocol} lib-name={client.LibraryName} lib-ver={client.LibraryVersion}\n",
                    out int written))
            {
                text.Advance(written);
                return;
            }
        }
    }

    /// <summary>Writes the client's flag letters in Redis' order; <c>N</c> when it has none.</summary>
    private static int WriteFlags(Span<char> letters, ClientSession client)
    {
        int count = 0;
        foreach (char letter in FlagOrder)
        {
            if (HasFlag(client, letter))
                letters[count++] = letter;
        }
        if (count == 0)
            letters[count++] = 'N';
        return count;
    }

    private static bool HasFlag(ClientSession client, char letter) => letter switch
    {
        'O' => client.Kind == ClientKind.Monitor,
        'S' => client.Kind == ClientKind.Replica,
        'M' => client.Kind == ClientKind.Master,
        'P' => ClientFacts.IsSubscriber(client),
        'x' => client.QueuedCommands >= 0,
        'b' => client.IsParked || client.IsPostponed,
        'U' => client.IsUnixSocket,
        'e' => client.NoEvict,
        'T' => client.NoTouch,
        _ => client.ExtraFlags.Contains(letter),
    };
}
