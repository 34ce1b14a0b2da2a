using System.Text;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>What a running call may ask for: other calls inside its locks, to run alone, to be parked.</content>
internal sealed partial class Engine
{
    KeyEventKinds ICommandBackend.ObservedKinds => KeyEvents.Kinds;

    long ICommandBackend.ChangesOf(CommandContext context) => ((CallFrame)context.Frame!).Changes;

    bool ICommandBackend.IsOutOfMemory(CommandContext context) => Memory.IsLimited && ((CallFrame)context.Frame!).Worker.IsOutOfMemory;

    bool ICommandBackend.TryMakeRoom(CommandContext context) =>
        !Memory.IsLimited || Memory.TryMakeRoom(((CallFrame)context.Frame!).Worker, context.Client.Namespace);

    void ICommandBackend.Announce(CommandContext context)
    {
        foreach (ICommandObserver observer in _observers)
        {
            if (observer.IsEnabled && (!context.IsNested || observer.SeesNested))
                observer.Announced(context);
        }
    }

    bool ICommandBackend.RequestExclusive(CommandContext context)
    {
        ((CallFrame)context.Frame!).WantsAlone = true;
        return false;
    }

    CallResult ICommandBackend.Call(CommandContext caller, ArgumentList request, ReplyWriter reply, CallOptions options)
    {
        var frame = (CallFrame)caller.Frame!;
        Worker worker = frame.Worker;
        long errors = reply.ErrorCount;
        CallResult result = CallInside(worker, frame, request, reply, options);
        if (reply.ErrorCount != errors)
        {
            // What it called has counted its own errors.
            if (result != CallResult.Ran || reply.ErrorCount - errors != worker.FrameAt(worker.Depth + 1)!.InnerErrors)
                CountError(worker, reply);
            if (reply == caller.Reply)
                frame.InnerErrors += reply.ErrorCount - errors;
        }
        return result;
    }

    private CallResult CallInside(Worker worker, CallFrame outer, ArgumentList request, ReplyWriter reply, CallOptions options)
    {
        CommandContext caller = outer.Context;
        if (_table.Resolve(request, out CommandEntry? entry) != CommandResolution.Found)
        {
            UnknownCommand(request, reply);
            return CallResult.Invalid;
        }
        if (!entry!.AcceptsCount(request.Count))
        {
            WrongArity(worker, entry, reply);
            return CallResult.Invalid;
        }
        if ((options & CallOptions.Script) != 0 && entry.Info.Has(CommandFlags.NoScript))
        {
            reply.Error("ERR This Redis command is not allowed from script"u8);
            return CallResult.Refused;
        }
        if (worker.FrameAt(worker.Depth + 1) is not { } frame)
        {
            reply.Error("ERR calls are nested too deep"u8);
            return CallResult.Refused;
        }
        CommandContext context = frame.Context;
        // The list may have held another key at the same place.
        worker.Scope.ClearHint();
        worker.Keys.Clear();
        entry.Keys.CollectKeys(request, ref worker.Keys);
        int keyIndex = worker.Keys.Count > 0 ? worker.Keys[0] : Math.Min(1, request.Count - 1);
        if (!caller.IsExclusive && (entry.IsExclusive || entry.Info.Has(CommandFlags.TouchesArbitraryKeys)
            || entry.Keys.HasUnknown || entry.Declarer is not null || (!Covers(worker, outer, caller, request, worker.Keys.Items)
                && ((options & CallOptions.Script) == 0 || !TryReachFurther(worker, caller, request, worker.Keys.Items)))))
        {
            worker.Scope.ClearHint();
            return CallResult.NotCovered;
        }


        context.Request = request;
        context.KeyIndex = keyIndex;
        context.Reply = reply;
        context.Client = caller.Client;
        context.Keyspace = worker.View(caller.Client.Namespace);
        context.Command = entry.Info;
        context.Outermost = caller.SentCommand;
        context.Now = caller.Now;
        context.IsNested = true;
        context.IsScripted = (options & CallOptions.Script) != 0;
        context.IsRetry = false;
        context.CanPark = false;
        context.IsExclusive = caller.IsExclusive;
        frame.Covered = outer.Covered;
        frame.Retried = null;

        if ((options & CallOptions.SkipInterceptors) == 0 && !PassesInterceptors(worker, context, entry))
            return CallResult.Refused;
        if (_authorizers.Length != 0 && caller.Client is Session && !Authorized(worker, context, entry))
            return CallResult.Refused;

        CountAccesses(worker, context.Keyspace.Index, request);
        ReplyCheckpoint start = worker.ReplyStart;
        ReplyCheckpoint ownStart = reply.Checkpoint();
        worker.ReplyStart = ownStart;
        worker.Depth++;
        long errors = reply.ErrorCount;
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        frame.Begin();
        try
        {
            entry.Handler(context);
        }
        catch (Exception failure)
        {
            HandlerFailed(worker, context, entry, failure);
        }
        finally
        {
            worker.Depth--;
            worker.ReplyStart = start;
            worker.Scope.ClearHint();
        }
        outer.InnerChanges += frame.Changes;
        if (frame.WantsAlone)
            return CallResult.NotCovered;
        if (context.Client.CallObservers is not null)
            TellRan(context);
        long ticks = System.Diagnostics.Stopwatch.GetTimestamp() - began;
        bool failed = reply.ErrorCount - errors != frame.InnerErrors;
        worker.CommandsRun++;
        CountCall(worker, entry, ticks, failed);
        if (_observers.Length != 0)
            ObserveNested(context, ownStart, ticks, failed, frame.Changes);
        if ((options & CallOptions.NotPropagated) != 0)
            worker.Effects.DropCalls(frame.EffectsStart);
        else if (Propagation.IsWanted)
            frame.Effects.Resolve(worker.Effects);
        return CallResult.Ran;
    }

    /// <summary>True when the shards of all the keys are locked by the outermost call, in the same namespace.</summary>
    private static bool Covers(Worker worker, CallFrame outer, CommandContext caller, ArgumentList request, ReadOnlySpan<int> keys)
    {
        if (keys.Length > 0 && caller.Client.Namespace != caller.Keyspace.Index)
            return false;
        if (keys.Length == 1)
        {
            byte[] buffer = request.Locate(keys[0], out int offset, out int length);
            ulong hash = KeyHash.Of(buffer.AsSpan(offset, length));
            worker.Scope.Hint(buffer, offset, length, hash);
            return outer.Covered.Contains(KeyHash.ShardOf(hash));
        }

        foreach (int key in keys)
        {
            if (!outer.Covered.Contains(KeyHash.ShardOf(KeyHash.Of(request[key]))))
                return false;
        }
        return true;
    }

    private bool PassesInterceptors(Worker worker, CommandContext context, CommandEntry entry)
    {
        foreach (ICommandInterceptor interceptor in entry.Interceptors)
        {
            InterceptResult result = interceptor.Intercept(context);
            if (result == InterceptResult.Continue)
                continue;
            worker.CountersOf(entry.Ordinal).Rejected++;
            if (result == InterceptResult.Postpone)
                context.Reply.Error("ERR the command can't run now"u8);
            return false;
        }
        return true;
    }

    void ICommandBackend.Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) =>
        Park(context, timeoutMilliseconds, onTimeout, waitsForKeys: true);

    void ICommandBackend.ParkUntilUnparked(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout) =>
        Park(context, timeoutMilliseconds, onTimeout, waitsForKeys: false);

    /// <summary>Parks a client until the server itself has done what it waits for.</summary>
    public void ParkForHost(CommandContext context, CommandHandler onTimeout) =>
        Park(context, 0, onTimeout, waitsForKeys: false, isOfHost: true);

    private void Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout, bool waitsForKeys, bool isOfHost = false)
    {
        var frame = (CallFrame)context.Frame!;
        if (!context.CanPark || context.Client is not Session session)
            throw new InvalidOperationException("This call can't be parked.");
        frame.HasParked = true;
        if (frame.Retried is { } retried)
        {
            if (retried.IsMoving)
                retried.OnTimeout = onTimeout;
            return;
        }
        timeoutMilliseconds = session.RestOf(timeoutMilliseconds);

        Worker worker = frame.Worker;
        if (_table.Resolve(context.Request, out CommandEntry? entry) != CommandResolution.Found)
            throw new InvalidOperationException("The command is gone.");
        KeyBytes[] keys = [];
        if (waitsForKeys)
        {
            worker.Keys.Clear();
            entry!.Keys.CollectKeys(context.Request, ref worker.Keys);
            keys = new KeyBytes[worker.Keys.Count];
            for (int i = 0; i < keys.Length; i++)
                keys[i] = new KeyBytes(context.Request[worker.Keys[i]].ToArray());
        }
        var call = new ParkedCall(session, entry!, context.Request.Copy(), context.KeyIndex, context.Keyspace.Index, keys, onTimeout)
        {
            IsOfHost = isOfHost,
            Deadline = timeoutMilliseconds > 0 ? Environment.TickCount64 + timeoutMilliseconds : 0,
        };
        Interlocked.Increment(ref _parkedCount);
        if (keys.Length > 0)
        {
            _parkingLot.Enter(call);
            RefreshInterests();
        }
        // From here on others may end the call, who take it out of the lot: so it went in before.
        session.Park(call);
        if (timeoutMilliseconds <= 0)
            return;
        lock (call)
        {
            if (call.IsDone)
                return;
            call.Timer = new Timer(static state =>
            {
                var late = (ParkedCall)state!;
                lock (late)
                {
                    if (!late.TryComplete())
                        return;
                }
                late.Session.Complete(late, late.OnTimeout);
            }, call, Math.Min(timeoutMilliseconds, uint.MaxValue - 1L), Timeout.Infinite);
        }
    }

    Keyspace? ICommandBackend.KeyspaceOf(CommandContext context, int index)
    {
        if (!context.IsExclusive)
            throw new InvalidOperationException("Only a call that runs alone may reach into another namespace.");
        var frame = (CallFrame)context.Frame!;
        return Store.LiveSpace(index) is not null ? frame.Worker.View(index) : null;
    }

    void ICommandBackend.RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        StoreScope scope = ((StoreKeyspace)keyspace).Scope;
        KeyEvents.Raise(new KeyEvent(keyspace.Index, kind, name, key, scope.Context.Client));
    }

    // ---- how parked calls end

    public void LeaveParkingLot(ParkedCall call)
    {
        _parkingLot.Leave(call);
        if (!_parkingLot.HasWaiters)
            RefreshInterests();
    }

    public void CountParked(int change) => Interlocked.Add(ref _parkedCount, change);

    /// <summary>Writes a parked call's last reply, on the thread of its connection.</summary>
    public void ReplyTo(ParkedCall call, CommandHandler reply)
    {
        Worker worker = Workers[call.Session.Connection.Worker];
        CommandContext context = worker.Root.Context;
        worker.Tick();
        worker.Scope.ClearHint();
        context.Request = call.Request;
        context.KeyIndex = call.KeyIndex;
        context.Client = call.Session;
        context.Command = call.Entry.Info;
        context.Reply = call.Session.Connection.Output;
        context.Keyspace = worker.View(call.Namespace);
        context.Now = worker.Now;
        worker.ReplyStart = context.Reply.Checkpoint();
        worker.Scope.Begin(worker.Now, default);
        long errors = context.Reply.ErrorCount;
        try
        {
            reply(context);
        }
        catch (Exception failure)
        {
            HandlerFailed(worker, context, call.Entry, failure);
        }
        finally
        {
            context.Request = worker.Root.OwnRequest;
        }
        if (context.Reply.ErrorCount != errors)
            CountError(worker, context.Reply);
        CountCall(worker, call.Entry, 0, context.Reply.ErrorCount != errors);
        if (call.Session.ReplyMode != ClientReplyMode.On)
            HoldReply(call.Session, context.Reply, worker.ReplyStart);
    }
}
