using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>Commands and work that the server itself runs; the caller holds the executor's turn and the worker's gate slot.</content>
internal sealed partial class Engine
{
    public void RunForServer(Worker worker, ServerSession session, ArgumentList request, ReplyWriter reply)
    {
        if (_table.Resolve(request, out CommandEntry? entry) != CommandResolution.Found)
        {
            UnknownCommand(request, reply);
            return;
        }
        if (!entry!.AcceptsCount(request.Count))
        {
            WrongArity(worker, entry, reply);
            return;
        }
        PrepareOwn(worker, session, request, reply, entry.Info);
        if (entry.IsExclusive || entry.Declarer is not null)
        {
            worker.Root.Context.KeyIndex = KeyIndexOf(worker, entry, request);
            AloneForServer(worker, () => InvokeOwn(worker, session, entry, ShardMask.All, isAlone: true));
            return;
        }
        worker.Keys.Clear();
        entry.Keys.CollectKeys(request, ref worker.Keys);
        worker.Root.Context.KeyIndex = worker.Keys.Count > 0 ? worker.Keys[0] : Math.Min(1, request.Count - 1);
        ShardMask mask = MaskOf(request, worker.Keys.Items);
        ReadOnlySpan<Shard> shards = worker.View(session.Namespace).Space.Shards;
        Lock(shards, in mask);
        try
        {
            InvokeOwn(worker, session, entry, in mask, isAlone: false);
        }
        finally
        {
            Unlock(shards, in mask);
        }
        ServeLeftovers(worker);
        if (worker.Root.WantsAlone)
            AloneForServer(worker, () => InvokeOwn(worker, session, entry, ShardMask.All, isAlone: true));
    }

    public void WorkForServer(Worker worker, ServerSession session, int namespaceIndex, ArgumentList request, CommandHandler work,
        in ShardMask covered, bool isAlone)
    {
        var entry = new CommandEntry(new CommandInfo("SERVER-WORK", "host", work) { Arity = -1 });
        WorkForServer(worker, session, namespaceIndex, request, entry, new ReplyWriter(), in covered, isAlone);
    }

    public void WorkForServer(Worker worker, ServerSession session, int namespaceIndex, ArgumentList request, CommandEntry work,
        ReplyWriter reply, in ShardMask covered, bool isAlone)
    {
        session.Namespace = namespaceIndex;
        PrepareOwn(worker, session, request, reply, work.Info);
        worker.Root.Context.KeyIndex = 0;
        InvokeOwn(worker, session, work, in covered, isAlone);
        reply.Reset();
    }

    public void AloneForServer(Worker worker, Action work)
    {
        _gate.EnterAlone(worker.Index);
        try
        {
            work();
        }
        finally
        {
            _gate.ExitAlone(worker.Index);
        }
    }

    private static void PrepareOwn(Worker worker, ServerSession session, ArgumentList request, ReplyWriter reply, CommandInfo command)
    {
        worker.Tick();
        worker.Scope.ClearHint();
        CommandContext context = worker.Root.Context;
        context.Request = request;
        context.Client = session;
        context.Reply = reply;
        context.Command = command;
        context.CanPark = false;
        context.Keyspace = worker.View(session.Namespace);
        context.Now = worker.Now;
        worker.ReplyStart = reply.Checkpoint();
    }

    private void InvokeOwn(Worker worker, ServerSession session, CommandEntry entry, in ShardMask covered, bool isAlone)
    {
        CallFrame frame = worker.Root;
        frame.Covered = covered;
        frame.Context.IsExclusive = isAlone;
        worker.Scope.Begin(worker.Now, in covered);
        try
        {
            Invoke(worker, frame, entry, session.Namespace);
        }
        finally
        {
            frame.Context.IsExclusive = false;
        }
    }
}
