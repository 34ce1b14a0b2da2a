namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Remembers which keys a tracked client has read, at the end of each of its reading calls, with the keys still locked. Put up for tracked
/// clients only: the others' commands don't come here. A transaction's commands count each for itself; a script that reads anything
/// has read all its declared keys, as in Redis, and what it has really read as well.
/// </summary>
internal sealed class ReadMemory : ISessionCallObserver
{
    /// <summary>How many keys go at most for one that comes while there are too many.</summary>
    private const int MostEvictions = 100;
    /// <summary>How many go when the limit is lowered; the rest as others come.</summary>
    private const int MostTrimmed = 100_000;

    [ThreadStatic]
    private static List<KeyArgument>? s_keys;

    private readonly InvalidationTable _table;
    private readonly Messenger _messenger;
    private readonly Broadcaster _broadcaster;
    private readonly TrackingSettings _settings;
    private readonly ICommandTable _commands;

    public ReadMemory(InvalidationTable table, Messenger messenger, Broadcaster broadcaster, TrackingSettings settings, ICommandTable commands)
    {
        _table = table;
        _messenger = messenger;
        _broadcaster = broadcaster;
        _settings = settings;
        _commands = commands;
        settings.Applied += () => Trim(MostTrimmed);
    }

    public void Ran(CommandContext context)
    {
        if (!context.Client.TryGet(TrackedClient.Slot, out TrackedClient? client))
            return;
        CommandInfo command = context.Command;
        bool isScript = (command.Categories & AclCategory.Scripting) != 0;
        if (isScript ? client.HasReadInside : command.Has(CommandFlags.ReadOnly))
        {
            if (Remembers(client, command))
                Remember(client, context);
            client.HasReadInside = context.IsNested;
        }
        if (!context.IsNested)
            EndCommand(client, context);
    }

    public void NotRun(ClientSession session, CommandInfo? command)
    {
        if (session.TryGet(TrackedClient.Slot, out TrackedClient? client))
            EndCaching(client, session, command);
    }

    private static bool Remembers(TrackedClient client, CommandInfo command)
    {
        TrackingModes modes = client.Modes;
        if ((modes & (TrackingModes.On | TrackingModes.Broadcast)) != TrackingModes.On || command.Has(CommandFlags.PubSub))
            return false;
        if ((modes & TrackingModes.OptIn) != 0)
            return client.IsCaching;
        return (modes & TrackingModes.OptOut) == 0 || !client.IsCaching;
    }

    private void Remember(TrackedClient client, CommandContext context)
    {
        CommandInfo command = context.Command;
        if (command.KeySpecs.Count == 1 && command.FirstKey > 0 && command.FirstKey == command.LastKey)
        {
            Remember(client, context.Key);
            return;
        }
        List<KeyArgument> keys = s_keys ??= [];
        keys.Clear();
        if (command.KeySpecs.Count == 0 || !_commands.TryGetKeys(command, context.Args.List, keys))
            return;
        foreach (KeyArgument key in keys)
        {
            if ((key.Access & KeyAccess.NotKey) == 0)
                Remember(client, context.Args[key.Index]);
        }
    }

    private void Remember(TrackedClient client, ReadOnlySpan<byte> key)
    {
        if (_table.Remember(key, client))
            Trim(MostEvictions);
    }

    /// <summary>Forgets keys, any of them, until there are not too many; who has read them is told that they have changed.</summary>
    private void Trim(int most)
    {
        long limit = _settings.MaxKeys;
        for (int i = 0; i < most && limit > 0 && _table.Keys > limit; i++)
        {
            if (_table.TakeAny(out byte[] key) is { } readers)
                _messenger.KeyChanged(readers, key, changer: null);
        }
    }

    /// <summary>The client's own command is over: what it has told the client itself comes behind its reply, before the next one's.</summary>
    private void EndCommand(TrackedClient client, CommandContext context)
    {
        client.HasReadInside = false;
        EndCaching(client, context.Client, context.Command);
        if (RoundLog.ToTell is { } log)
            _broadcaster.TellFlushed(log);
        context.Client.PlacePushes();
    }

    /// <summary>CLIENT CACHING holds for the next command that is not one of CLIENT's, or until the end of the transaction that begins there.</summary>
    private static void EndCaching(TrackedClient client, ClientSession session, CommandInfo? command)
    {
        if (client.IsCaching && session.QueuedCommands < 0 && command?.Container != "CLIENT")
            client.IsCaching = false;
    }
}
