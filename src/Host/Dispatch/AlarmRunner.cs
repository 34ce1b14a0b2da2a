using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Records;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Calls data types whose alarm rings, as the server's own work on the key. Used under the executor's turn, inside the worker's slot of
/// the gate; locks one shard at a time, anew for each alarm.
/// </summary>
internal sealed class AlarmRunner : IAlarmRunner
{
    // What one shard may do before it is another one's turn.
    private const int MostOfShard = 16;

    // A type that changes nothing and still wants to be called at a time that has passed is put off.
    private const long RetryAfter = 1000;

    private readonly Engine _engine;
    private readonly Worker _worker;
    private readonly ServerSession _session;
    private readonly ILogger _log;
    private readonly CommandEntry _entry;
    private readonly ReplyWriter _reply = new();
    private readonly ArgumentListBuilder _key = new();
    private DataType? _type;

    public AlarmRunner(Engine engine, Worker worker, ServerSession session, ILogger log)
    {
        _engine = engine;
        _worker = worker;
        _session = session;
        _log = log;
        _entry = new CommandEntry(new CommandInfo("SERVER-ALARM", "host", Ring) { Arity = -1 });
    }

    /// <inheritdoc/>
    public bool RunDue(Namespace space, Shard shard, long now)
    {
        for (int i = 0; i < MostOfShard; i++)
        {
            lock (shard.Gate)
            {
                if (!shard.TryPopAlarm(now, out ulong hash, out Record record))
                    return false;
                Run(space, shard, hash, record);
                _type = null;
            }

            _engine.ServeLeftovers(_worker);
        }

        return shard.EarliestAlarm < now;
    }

    private void Run(Namespace space, Shard shard, ulong hash, Record record)
    {
        _type = _engine.Store.Types[record.Type];
        ShardMask covered = default;
        covered.Add(shard.Index);
        CommandContext context = _worker.Root.Context;
        long changes = context.ChangeCount;
        _engine.WorkForServer(_worker, _session, space.Index, _key.Clear().Add(record.Key).Arguments, _entry, _reply, in covered, isAlone: false);
        if (!shard.TryRecordOf(hash, out record))
            return;

        // The type may have set another one itself: it is asked all the same, so that it can't be called on and on for nothing.
        bool hasChanged = context.ChangeCount != changes;
        shard.DropAlarm(hash, record);
        Renew(shard, hash, record, hasChanged ? 0 : context.Now + RetryAfter);
    }

    private void Renew(Shard shard, ulong hash, Record record, long notBefore)
    {
        try
        {
            shard.RenewAlarm(hash, record, _worker.Scope, notBefore);
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "The data type {Type} failed when it was asked for its next alarm.", _type!.Name);
        }
    }

    private void Ring(CommandContext context)
    {
        // What the key is called by is no command: only what the type says is passed on.
        context.Effects.Suppress();
        try
        {
            _type!.OnAlarm(context);
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "The data type {Type} failed in its alarm.", _type!.Name);
        }
    }
}
