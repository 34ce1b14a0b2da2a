using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Runs commands and work that no client asked for, on the caller's thread under the last worker's number; its lock lets one in at a time.
/// </summary>
internal sealed class Executor : IExecutor
{
    private readonly Engine _engine;
    private readonly Worker _worker;
    private readonly Lock _turn = new();
    private readonly ServerSession _session = new();

    public Executor(Engine engine, Worker worker, ILoggerFactory loggers)
    {
        _engine = engine;
        _worker = worker;
        Alarms = new AlarmRunner(engine, worker, _session, loggers.CreateLogger<AlarmRunner>());
    }

    /// <summary>Runs data types' alarms; for whoever is between <see cref="EnterShared"/> and <see cref="ExitShared"/>.</summary>
    public AlarmRunner Alarms { get; }

    public void EnterShared()
    {
        _turn.Enter();
        _engine.EnterGate(_worker);
    }

    public void ExitShared()
    {
        _engine.ExitGate(_worker);
        _turn.Exit();
        _engine.KeyEvents.EndRound();
    }

    /// <summary>Does something while no command runs.</summary>
    /// <param name="patience">How long to wait for those that run now.</param>
    /// <param name="work">What to do, as this worker, with the server as its client.</param>
    /// <returns>False when one did not come to an end in time; nothing was done.</returns>
    public bool TryAlone(TimeSpan patience, Action<Worker, ServerSession> work)
    {
        if (!_turn.TryEnter(patience))
            return false;
        try
        {
            if (!_engine.TryEnterAlone(patience))
                return false;
            try
            {
                work(_worker, _session);
            }
            finally
            {
                _engine.ExitAlone();
            }

            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    public void Execute(int namespaceIndex, ArgumentList request, ReplyWriter reply)
    {
        EnterShared();
        try
        {
            if (_engine.Store.LiveSpace(namespaceIndex) is null)
            {
                reply.Error("ERR no such namespace"u8);
                return;
            }
            _session.Namespace = namespaceIndex;
            _engine.RunForServer(_worker, _session, request, reply);
        }
        finally
        {
            ExitShared();
        }
    }

    public void Run(int namespaceIndex, ReadOnlySpan<byte> key, CommandHandler work)
    {
        EnterShared();
        try
        {
            if (_engine.Store.LiveSpace(namespaceIndex) is not { } space)
                return;
            Shard shard = space.Set[KeyHash.ShardOf(KeyHash.Of(key))];
            ShardMask covered = default;
            covered.Add(shard.Index);
            lock (shard.Gate)
                _engine.WorkForServer(_worker, _session, namespaceIndex, ArgumentList.Of(key), work, in covered, isAlone: false);
            _engine.ServeLeftovers(_worker);
        }
        finally
        {
            ExitShared();
        }
    }

    public void RunExclusive(int namespaceIndex, CommandHandler work)
    {
        EnterShared();
        try
        {
            _engine.AloneForServer(_worker, () =>
            {
                if (_engine.Store.LiveSpace(namespaceIndex) is not null)
                    _engine.WorkForServer(_worker, _session, namespaceIndex, ArgumentList.Of("server"u8), work, ShardMask.All, isAlone: true);
            });
        }
        finally
        {
            ExitShared();
        }
    }
}
