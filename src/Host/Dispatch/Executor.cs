using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Runs commands and work that no client asked for, on the caller's thread under the last worker's number; its lock lets one in at a time.
/// </summary>
internal sealed class Executor(Engine engine, Worker worker) : IExecutor
{
    private readonly Lock _turn = new();
    private readonly ServerSession _session = new();

    public void EnterShared()
    {
        _turn.Enter();
        engine.EnterGate(worker);
    }

    public void ExitShared()
    {
        engine.ExitGate(worker);
        _turn.Exit();
    }

    public void Execute(int namespaceIndex, ArgumentList request, ReplyWriter reply)
    {
        EnterShared();
        try
        {
            _session.Namespace = namespaceIndex;
            engine.RunForServer(worker, _session, request, reply);
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
            Shard shard = engine.Store.Space(namespaceIndex)!.Set[KeyHash.ShardOf(KeyHash.Of(key))];
            ShardMask covered = default;
            covered.Add(shard.Index);
            lock (shard.Gate)
                engine.WorkForServer(worker, _session, namespaceIndex, ArgumentList.Of(key), work, in covered, isAlone: false);
            engine.ServeLeftovers(worker);
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
            engine.AloneForServer(worker, () =>
                engine.WorkForServer(worker, _session, namespaceIndex, ArgumentList.Of("server"u8), work, ShardMask.All, isAlone: true));
        }
        finally
        {
            ExitShared();
        }
    }
}
