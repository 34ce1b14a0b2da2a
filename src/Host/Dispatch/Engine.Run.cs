using System.Diagnostics;
using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <content>The path of a client's command: route, check, lock, handle, pass on, count.</content>
internal sealed partial class Engine
{
    /// <summary>
    /// Runs the commands of a batch in order. What they need from memory is asked for ahead: the slots of their keys first, then the
    /// records that the slots name, so that the waits overlap.
    /// </summary>
    /// <returns>How many were run: all, unless the connection has to stand still or is being closed.</returns>
    public int RunBatch(Worker worker, Session session, byte[] buffer)
    {
        RequestBatch batch = worker.Batch;
        ArgumentList request = worker.Root.OwnRequest;
        CommandTable table = _table;
        worker.Tick();
        if (batch.Count > 1)
            Prefetch(worker, table, session, buffer);

        for (int i = 0; i < batch.Count; i++)
        {
            batch.Select(i, buffer, request);
            ref RoutedCommand routed = ref worker.Routed[i];
            if (batch.Count == 1)
            {
                Route(worker, table, ref routed, request);
            }
            else if (_table != table)
            {
                // Plugins came or went while a command of this batch waited to be alone.
                Route(worker, _table, ref routed, request);
            }
            CommandEntry? entry = routed.Entry;
            if (entry is not null && entry.SingleKeyIndex > 0 && entry.SingleKeyIndex < request.Count)
            {
                ArgumentRange range = batch.Ranges[batch[i].FirstRange + entry.SingleKeyIndex];
                worker.Scope.Hint(buffer, range.Offset, range.Length, routed.Hash);
            }
            else
            {
                worker.Scope.ClearHint();
            }

            if (!worker.IsBusy)
                Run(worker, session, entry, routed.Hash);
            else
                RunBusy(worker.Relief, session, request);

            if (session.Connection.ShouldYield)
            {
                worker.Scope.ClearHint();
                return i + 1;
            }
        }
        worker.Scope.ClearHint();
        return batch.Count;
    }

    /// <summary>Runs a command that had to wait for its turn.</summary>
    public void RunAgain(Session session, ArgumentList request)
    {
        Worker worker = Workers[session.Connection.Worker];
        CommandContext context = worker.Root.Context;
        worker.Tick();
        worker.Scope.ClearHint();
        context.Request = request;
        try
        {
            if (worker.IsBusy)
            {
                RunBusy(worker.Relief, session, request);
                return;
            }
            RoutedCommand routed = default;
            Route(worker, _table, ref routed, request);
            Run(worker, session, routed.Entry, routed.Hash);
        }
        finally
        {
            context.Request = worker.Root.OwnRequest;
        }
    }

    private static void Route(Worker worker, CommandTable table, ref RoutedCommand routed, ArgumentList request)
    {
        if (table.Resolve(request, out CommandEntry? entry) != CommandResolution.Found)
            entry = null;
        routed.Entry = entry;
        if (entry is not null && entry.SingleKeyIndex > 0 && entry.SingleKeyIndex < request.Count)
            routed.Hash = KeyHash.Of(request[entry.SingleKeyIndex]);
    }

    private void Prefetch(Worker worker, CommandTable table, Session session, byte[] buffer)
    {
        RequestBatch batch = worker.Batch;
        ArgumentList request = worker.Root.OwnRequest;
        RoutedCommand[] routed = worker.Routed;
        ReadOnlySpan<Shard> shards = worker.View(session.Namespace).Space.Shards;
        for (int i = 0; i < batch.Count; i++)
        {
            batch.Select(i, buffer, request);
            Route(worker, table, ref routed[i], request);
            if (HasHash(routed[i].Entry, request.Count))
                shards[KeyHash.ShardOf(routed[i].Hash)].Table.PrefetchSlot(routed[i].Hash);
        }
        for (int i = 0; i < batch.Count; i++)
        {
            if (HasHash(routed[i].Entry, batch[i].ArgumentCount))
                shards[KeyHash.ShardOf(routed[i].Hash)].Table.PrefetchRecord(routed[i].Hash);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasHash(CommandEntry? entry, int argumentCount) =>
        entry is not null && (uint)(entry.SingleKeyIndex - 1) < (uint)(argumentCount - 1);

    /// <summary>Runs one command of a client; the frame's request is set.</summary>
    private void Run(Worker worker, Session session, CommandEntry? entry, ulong hash)
    {
        CallFrame frame = worker.Root;
        CommandContext context = frame.Context;
        ReplyWriter reply = session.Connection.Output;
        context.Client = session;
        context.Reply = reply;
        worker.ReplyStart = reply.Checkpoint();
        long errors = reply.ErrorCount;
        bool hasRun = false;

        if (entry is null)
        {
            UnknownCommand(context.Request, reply, session);
        }
        else if (!entry.AcceptsCount(context.Request.Count))
        {
            WrongArity(worker, entry, reply);
        }
        else
        {
            context.Command = entry.Info;
            session.Count(entry.Info);
            context.Now = worker.Now;
            if ((_refusal is null || RunsWhileBusy(entry, reply)) && MayRun(worker, session, entry))
            {
                Execute(worker, session, entry, hash, errors);
                hasRun = true;
            }
        }
        if (session.CallObservers is not null && !hasRun && !session.IsPostponed)
            TellNotRun(session, entry);

        if (reply.ErrorCount != errors)
            ErrorReplied(worker, session, entry, worker.ReplyStart, errors, hasRun);
        // A call that has no reply yet is asked about when it gets one.
        if (session.ReplyMode != ClientReplyMode.On && !session.IsParked && !session.IsPostponed)
            HoldReply(session, reply, worker.ReplyStart);
        if (session.IsLeaving)
            session.Connection.CloseAfterFlush();
    }

    private bool MayRun(Worker worker, Session session, CommandEntry entry)
    {
        if (!session.IsAuthenticated && !entry.Info.Has(CommandFlags.NoAuth))
        {
            worker.Root.Context.Reply.Error("NOAUTH Authentication required."u8);
            worker.CountersOf(entry.Ordinal).Rejected++;
            return false;
        }
        if (entry.Interceptors.Length != 0 && !Intercepted(worker, session, entry, entry.Interceptors))
            return false;
        if (_authorizers.Length != 0 && !Authorized(worker, worker.Root.Context, entry))
            return false;
        if (Memory.IsLimited && !MakeRoom(worker, entry))
            return false;
        return session.Interceptors is not { } own || Intercepted(worker, session, entry, own);
    }

    private void Execute(Worker worker, Session session, CommandEntry entry, ulong hash, long errorsBefore)
    {
        CallFrame frame = worker.Root;
        CommandContext context = frame.Context;
        long started = worker.Timestamp;
        long startedAt = worker.Now;
        long changes = context.ChangeCount;
        context.Keyspace = worker.View(session.Namespace);
        context.CanPark = true;
        context.RedactedArguments = 0;
        worker.CommandsRun++;

        if (entry.SingleKeyIndex > 0)
            RunWithOneKey(worker, session, entry, hash);
        else if (entry.IsExclusive)
            RunExclusive(worker, session, entry);
        else if (entry.Keys.HasKeys)
            RunWithKeys(worker, session, entry);
        else if (entry.Declarer is null)
            RunWithoutKeys(worker, session, entry);
        else
            RunWithDeclaredKeys(worker, session, entry);

        if (frame.WantsAlone)
            RunAlone(worker, session, entry);
        if (worker.HasEndlessCall)
            EndBusy(worker);

        long ended = Stopwatch.GetTimestamp();
        worker.Timestamp = ended;
        worker.Now = Clock.At(ended);
        bool failed = context.Reply.ErrorCount - errorsBefore != frame.InnerErrors;
        if (!frame.HasParked)
            CountCall(worker, entry, ended - started, failed);
        if (_observers.Length != 0)
            Observe(context, worker.ReplyStart, startedAt, ended - started, failed, changes);
    }

    /// <summary>Calls the handler and does, with the locks still held, what follows from its changes.</summary>
    private void Invoke(Worker worker, CallFrame frame, CommandEntry entry, int namespaceIndex)
    {
        CommandContext context = frame.Context;
        frame.Begin();
        try
        {
            entry.Handler(context);
        }
        catch (Exception failure)
        {
            HandlerFailed(worker, context, entry, failure);
            if (frame.HasParked)
                LeaveParked(frame);
        }
        if (context.Client.CallObservers is not null && !frame.WantsAlone)
            TellRan(context);
        if (Propagation.IsWanted || worker.Effects.Count != 0)
            PassOn(worker, frame);
        if (worker.Ready.Count != 0)
            ServeReady(worker, in frame.Covered, namespaceIndex, context.IsExclusive);
    }

    /// <summary>A handler failed after it had parked its client: the error is the reply, unless another one is on its way already.</summary>
    private static void LeaveParked(CallFrame frame)
    {
        CommandContext context = frame.Context;
        if (((Session)context.Client).Withdraw())
            frame.HasParked = false;
        else
            context.Reply.Rewind(frame.Worker.ReplyStart);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PassOn(Worker worker, CallFrame frame)
    {
        // A call that asks to run alone has done nothing yet; but keys that it found expired are gone, and their locks are about to be.
        if (!frame.WantsAlone)
            frame.Effects.Resolve(worker.Effects);
        Propagation.Flush(worker.Effects);
    }
}
