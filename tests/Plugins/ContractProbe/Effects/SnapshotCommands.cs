using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Takes a snapshot beside the traffic, its client parked meanwhile, and replies what it saw.</summary>
internal sealed class SnapshotCommands(ISnapshots snapshots)
{
    [Command("PROBE.SNAPSHOT", Arity = 1, Flags = CommandFlags.Blocking, Summary = "All strings at one instant, each as key and value.")]
    public void Snapshot(CommandContext context)
    {
        if (!context.CanPark)
        {
            context.Reply.Error("ERR only a client's own call can wait for a snapshot"u8);
            return;
        }
        ClientSession client = context.Client;
        var reader = new Reader();
        Task reading;
        try
        {
            reading = snapshots.ReadAsync(reader);
        }
        catch (InvalidOperationException)
        {
            context.Reply.Error("ERR a snapshot is running already"u8);
            return;
        }
        context.ParkUntilUnparked(60_000, static late => late.Reply.Error("ERR the snapshot takes too long"u8));
        reading.ContinueWith(done => client.Unpark(waiting =>
        {
            if (done.Exception is { } failure)
                waiting.Reply.Error(Encoding.UTF8.GetBytes("ERR " + failure.InnerException!.Message));
            else
                reader.WriteTo(waiting.Reply);
        }), TaskScheduler.Default);
    }

    /// <summary>Keeps copies. Calls come one at a time; read when all have come.</summary>
    private sealed class Reader : ISnapshotReader
    {
        private readonly List<(byte[] Key, byte[] Value)> _entries = [];
        private long _instant;

        public void Begin(long unixMilliseconds) => _instant = unixMilliseconds;

        public void Entry(int namespaceIndex, in Entry entry) =>
            _entries.Add((entry.Key.ToArray(), entry.IsString ? entry.Value.ToArray() : Encoding.ASCII.GetBytes(entry.Type.Name)));

        public void WriteTo(ReplyWriter reply)
        {
            reply.Array(1 + 2 * _entries.Count);
            reply.Integer(_instant);
            foreach ((byte[] key, byte[] value) in _entries)
            {
                reply.Bulk(key);
                reply.Bulk(value);
            }
        }
    }
}
