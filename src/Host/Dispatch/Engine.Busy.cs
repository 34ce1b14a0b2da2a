using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Dispatch;

/// <content>
/// A call that goes on and on. Its thread serves the other clients of its worker from within, as far as that needs no key; the other workers
/// see <c>_refusal</c>, before they take locks and while they wait for them, and refuse what would have to wait.
/// </content>
internal sealed partial class Engine
{
    private readonly Func<bool> _isBusy;
    private readonly Lock _busyGate = new();
    private volatile byte[]? _refusal;
    private int _endlessCalls;

    void ICommandBackend.ServeOthers(CommandContext context, byte[] refusal)
    {
        Worker worker = ((CallFrame)context.Frame!).Worker;
        if (context.Client is not Session session)
            return;
        if (!worker.HasEndlessCall)
        {
            worker.HasEndlessCall = true;
            worker.IsBusy = true;
            lock (_busyGate)
            {
                _endlessCalls++;
                _refusal = refusal;
            }
        }
        session.Connection.ServeOthers();
    }

    /// <summary>The call that went on and on has ended.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndBusy(Worker worker)
    {
        worker.HasEndlessCall = false;
        worker.IsBusy = false;
        lock (_busyGate)
        {
            if (--_endlessCalls == 0)
                _refusal = null;
        }
    }

    /// <summary>Runs the commands of a batch as far as they need no key; refuses the others.</summary>
    /// <returns>How many were dealt with.</returns>
    public int RunBusyBatch(Worker relief, Session session, byte[] buffer)
    {
        ArgumentList request = relief.Root.OwnRequest;
        relief.Tick();
        for (int i = 0; i < relief.Batch.Count; i++)
        {
            relief.Batch.Select(i, buffer, request);
            RunBusy(relief, session, request);
            if (session.Connection.ShouldYield)
                return i + 1;
        }
        return relief.Batch.Count;
    }

    private void RunBusy(Worker relief, Session session, ArgumentList request)
    {
        CommandContext context = relief.Root.Context;
        ReplyWriter reply = session.Connection.Output;
        context.Request = request;
        context.Client = session;
        context.Reply = reply;
        ReplyCheckpoint before = reply.Checkpoint();
        relief.ReplyStart = before;
        long errors = reply.ErrorCount;
        if (_table.Resolve(request, out CommandEntry? entry) != CommandResolution.Found)
        {
            UnknownCommand(request, reply, session);
        }
        else if (!entry!.AcceptsCount(request.Count))
        {
            WrongArity(relief, entry, reply);
        }
        else if (!session.IsAuthenticated && !entry.Info.Has(CommandFlags.NoAuth))
        {
            reply.Error("NOAUTH Authentication required."u8);
        }
        else if (!entry.Info.Has(CommandFlags.AllowBusy) || entry.Keys.HasKeys || entry.IsExclusive)
        {
            Refuse(reply);
        }
        else
        {
            RunWithoutLocks(relief, session, entry, context);
        }
        if (reply.ErrorCount != errors)
            CountError(relief, reply);
        if (session.ReplyMode != ClientReplyMode.On)
            HoldReply(session, reply, before);
        if (session.IsLeaving)
            session.Connection.CloseAfterFlush();
    }

    private void RunWithoutLocks(Worker relief, Session session, CommandEntry entry, CommandContext context)
    {
        context.Command = entry.Info;
        session.Count(entry.Info);
        context.Now = relief.Now;
        context.Keyspace = relief.View(session.Namespace);
        context.KeyIndex = Math.Min(1, context.Request.Count - 1);
        context.CanPark = false;
        context.IsNested = false;
        context.IsRetry = false;
        context.RedactedArguments = 0;
        if (_authorizers.Length != 0 && !Authorized(relief, context, entry))
            return;
        CallFrame frame = relief.Root;
        frame.Covered = default;
        relief.Scope.Begin(relief.Now, in frame.Covered);
        frame.Begin();
        try
        {
            entry.Handler(context);
        }
        catch (Exception failure)
        {
            HandlerFailed(relief, context, entry, failure);
        }
        if (frame.WantsAlone)
            Refuse(context.Reply);
    }

    private void Refuse(ReplyWriter reply) =>
        reply.Error(_refusal ?? "BUSY The server is busy."u8.ToArray());

    /// <summary>A command of another worker, while somebody's call goes on: what needs no key may run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunsWhileBusy(CommandEntry entry, ReplyWriter reply)
    {
        if (entry.Info.Has(CommandFlags.AllowBusy) && !entry.Keys.HasKeys && !entry.IsExclusive)
            return true;
        Refuse(reply);
        return false;
    }

    /// <summary>Waits for a shard, unless a call that goes on and on makes that hopeless.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool WaitFor(Lock gate)
    {
        const int patience = 20;
        while (!gate.TryEnter(patience))
        {
            if (_refusal is not null)
                return false;
        }
        return true;
    }

    /// <summary>Locks shards in ascending order, or none of them.</summary>
    private bool LockUnlessBusy(ReadOnlySpan<Shard> shards, in ShardMask mask)
    {
        for (int i = mask.NextFrom(0); i < ShardSet.Count; i = i + 1 < ShardSet.Count ? mask.NextFrom(i + 1) : ShardSet.Count)
        {
            if (shards[i].Gate.TryEnter() || WaitFor(shards[i].Gate))
                continue;
            for (int taken = mask.NextFrom(0); taken < i; taken = mask.NextFrom(taken + 1))
                shards[taken].Gate.Exit();
            return false;
        }
        return true;
    }
}
