using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>
/// Serving parked clients. A call that makes a key ready tries the clients that wait for it before it lets go of its locks, so nobody
/// comes between. A client that needs further shards gets them if they are free; else its turn comes
/// when the call's own locks are gone, and those behind it in the queue wait for it.
/// </content>
internal sealed partial class Engine
{
    void ICommandBackend.SignalReady(CommandContext context, ReadOnlySpan<byte> key)
    {
        if (_parkingLot.HasWaiters && _parkingLot.TryGetKey(context.Keyspace.Index, key, out KeyBytes known))
            ((CallFrame)context.Frame!).Worker.Ready.Add(context.Keyspace.Index, known);
    }

    /// <summary>Serves the clients of ready keys with the locks of the call that made them ready.</summary>
    private void ServeReady(Worker worker, in ShardMask held, int heldNamespace, bool isAlone)
    {
        while (worker.Ready.Count > 0)
        {
            (int space, KeyBytes key) = worker.Ready.Take();
            WaiterQueue waiters = new(_parkingLot, space, key);
            while (waiters.TryTake(out ParkedCall? call))
            {
                ShardMask needed = MaskOf(call.Keys);
                ShardMask extra = needed;
                bool covered = isAlone;
                if (!covered && space == heldNamespace)
                {
                    extra = Without(in needed, in held);
                    covered = TryLock(Store.Space(space)!.Shards, in extra);
                }
                if (!covered)
                {
                    worker.Leftovers.Add(space, key);
                    break;
                }
                try
                {
                    if (!RetryFor(worker, call, key, isAlone ? ShardMask.All : needed, isAlone))
                        break;
                }
                finally
                {
                    if (!isAlone)
                        Unlock(Store.Space(space)!.Shards, in extra);
                }
            }
        }
    }

    /// <summary>Serves those who could not be served with the call's own locks held. No lock is held now but the worker's gate slot.</summary>
    public void ServeLeftovers(Worker worker)
    {
        if (worker.Leftovers.Count + worker.WantAlone.Count != 0)
            ServeWithoutLocks(worker);
    }

    private void ServeWithoutLocks(Worker worker)
    {
        ServeLeftKeys(worker);
        if (worker.WantAlone.Count == 0)
            return;
        _gate.EnterAlone(worker.Index);
        try
        {
            ShardMask all = ShardMask.All;
            while (worker.WantAlone.TryDequeue(out ParkedCall? call))
            {
                Retry(worker, call, in all, isAlone: true);
                ServeReady(worker, in all, call.Namespace, isAlone: true);
            }
        }
        finally
        {
            _gate.ExitAlone(worker.Index);
        }
    }

    private void ServeLeftKeys(Worker worker)
    {
        while (worker.Leftovers.Count > 0)
        {
            (int space, KeyBytes key) = worker.Leftovers.Take();
            WaiterQueue waiters = new(_parkingLot, space, key);
            while (waiters.TryTake(out ParkedCall? call))
            {
                ShardMask needed = MaskOf(call.Keys);
                ReadOnlySpan<Shard> shards = Store.Space(space)!.Shards;
                Lock(shards, in needed);
                try
                {
                    bool isLeft = RetryFor(worker, call, key, needed, isAlone: false);
                    ServeReady(worker, in needed, space, isAlone: false);
                    if (!isLeft)
                        break;
                }
                finally
                {
                    Unlock(shards, in needed);
                }
            }
        }
    }

    /// <summary>Tries a parked call again because of a key.</summary>
    /// <returns>False when it has used up what was at the key: those behind it would find nothing.</returns>
    private bool RetryFor(Worker worker, ParkedCall call, KeyBytes key, in ShardMask covered, bool isAlone)
    {
        worker.Scope.Cover(in covered);
        bool wasThere = worker.View(call.Namespace).Exists(key.Bytes, Lookup.Peek);
        Retry(worker, call, in covered, isAlone);
        if (!wasThere)
            return true;
        worker.Scope.Cover(in covered);
        return worker.View(call.Namespace).Exists(key.Bytes, Lookup.Peek);
    }

    /// <summary>Tries a parked call again, as its client, with the shards of its keys locked.</summary>
    private void Retry(Worker worker, ParkedCall call, in ShardMask covered, bool isAlone)
    {
        lock (call)
        {
            if (call.IsDone)
                return;
            CallFrame frame = worker.FrameAt(worker.Depth + 1)!;
            CommandContext context = frame.Context;
            ReplyWriter reply = worker.RetryReply;
            reply.ProtocolVersion = call.Session.Protocol;
            context.Request = call.Request;
            context.KeyIndex = call.KeyIndex;
            context.Client = call.Session;
            context.Command = call.Entry.Info;
            context.Reply = reply;
            context.Keyspace = worker.View(call.Namespace);
            context.Now = worker.Scope.Now;
            context.IsNested = false;
            context.IsRetry = true;
            context.CanPark = true;
            context.IsExclusive = isAlone;
            frame.Covered = covered;
            frame.Retried = call;
            worker.Scope.Cover(in covered);
            long errors = reply.ErrorCount;
            ReplyCheckpoint start = worker.ReplyStart;
            worker.ReplyStart = reply.Checkpoint();
            CommandContext root = worker.Root.Context;
            ClientSession caller = root.Client;
            root.Client = call.Session;
            worker.Depth++;
            frame.Begin();
            try
            {
                call.Entry.Handler(context);
            }
            catch (Exception failure)
            {
                HandlerFailed(worker, context, call.Entry, failure);
                frame.HasParked = false;
            }
            finally
            {
                worker.Depth--;
                worker.ReplyStart = start;
                root.Client = caller;
                frame.Retried = null;
            }
            if (frame.WantsAlone)
            {
                worker.WantAlone.Enqueue(call);
            }
            else if (!frame.HasParked && call.TryComplete())
            {
                if (Propagation.IsWanted)
                {
                    frame.Effects.Resolve(worker.Effects);
                    Propagation.Flush(worker.Effects);
                }
                bool failed = reply.ErrorCount != errors;
                if (failed)
                    CountError(worker, reply);
                CountCall(worker, call.Entry, 0, failed);
                call.Session.Complete(call, reply.ToArray());
            }
            reply.Reset();
        }
    }

    private static ShardMask MaskOf(KeyBytes[] keys)
    {
        ShardMask mask = default;
        foreach (KeyBytes key in keys)
            mask.Add(KeyHash.ShardOf(KeyHash.Of(key.Bytes)));
        return mask;
    }

    private static ShardMask Without(in ShardMask mask, in ShardMask taken)
    {
        ShardMask rest = default;
        for (int i = 0; i < ShardSet.Count; i++)
        {
            if (mask.Contains(i) && !taken.Contains(i))
                rest.Add(i);
        }
        return rest;
    }

    private static bool TryLock(ReadOnlySpan<Shard> shards, in ShardMask mask)
    {
        for (int i = 0; i < ShardSet.Count; i++)
        {
            if (!mask.Contains(i) || shards[i].Gate.TryEnter())
                continue;
            for (int taken = 0; taken < i; taken++)
            {
                if (mask.Contains(taken))
                    shards[taken].Gate.Exit();
            }
            return false;
        }
        return true;
    }
}
