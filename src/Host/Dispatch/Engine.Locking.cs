using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>Which locks a command runs under: those of its one key, of its keys, of the keys that it declares itself, none, or alone.</content>
internal sealed partial class Engine
{
    private void RunWithOneKey(Worker worker, Session session, CommandEntry entry, ulong hash)
    {
        CallFrame frame = worker.Root;
        frame.Context.KeyIndex = entry.SingleKeyIndex;
        CountAccess(worker, session, entry, hash);
        if (entry.IsExclusive)
        {
            RunAlone(worker, session, entry);
            return;
        }
        int shard = KeyHash.ShardOf(hash);
        int space = session.Namespace;
        frame.Covered = default;
        frame.Covered.Add(shard);
        Lock gate = worker.View(session.Namespace).Space.Shards[shard].Gate;
        if (!gate.TryEnter() && !WaitFor(gate))
        {
            frame.WantsAlone = false;
            Refuse(frame.Context.Reply);
            return;
        }
        try
        {
            worker.Scope.Begin(worker.Now, in frame.Covered, session.NoTouch);
            Invoke(worker, frame, entry, session.Namespace);
        }
        finally
        {
            gate.Exit();
            if (worker.HasExtraLocks)
                ReleaseExtra(worker, space);
        }
        ServeLeftovers(worker);
    }

    private void RunWithKeys(Worker worker, Session session, CommandEntry entry)
    {
        CallFrame frame = worker.Root;
        CommandContext context = frame.Context;
        worker.Keys.Clear();
        entry.Keys.CollectKeys(context.Request, ref worker.Keys);
        context.KeyIndex = worker.Keys.Count > 0 ? worker.Keys[0] : Math.Min(1, context.Request.Count - 1);
        CountAccesses(worker, session.Namespace, context.Request);
        frame.Covered = MaskOf(context.Request, worker.Keys.Items);
        ReadOnlySpan<Shard> shards = worker.View(session.Namespace).Space.Shards;
        ShardMask own = frame.Covered;
        if (!LockUnlessBusy(shards, in own))
        {
            frame.WantsAlone = false;
            Refuse(context.Reply);
            return;
        }
        int space = session.Namespace;
        try
        {
            worker.Scope.Begin(worker.Now, in own, session.NoTouch);
            Invoke(worker, frame, entry, session.Namespace);
        }
        finally
        {
            Unlock(shards, in own);
            if (worker.HasExtraLocks)
                ReleaseExtra(worker, space);
        }
        ServeLeftovers(worker);
    }

    private void RunWithDeclaredKeys(Worker worker, Session session, CommandEntry entry)
    {
        CallFrame frame = worker.Root;
        frame.Context.KeyIndex = Math.Min(1, frame.Context.Request.Count - 1);
        DeclaredKeys keys = worker.Declared;
        keys.Begin(_table);
        try
        {
            entry.Declarer!.DeclareKeys(frame.Context, keys);
        }
        catch (Exception failure)
        {
            frame.Begin();
            HandlerFailed(worker, frame.Context, entry, failure);
            return;
        }
        if (keys.IsAlone)
        {
            RunAlone(worker, session, entry);
            return;
        }
        frame.Covered = keys.Shards;
        ShardMask own = frame.Covered;
        int space = session.Namespace;
        ReadOnlySpan<Shard> shards = worker.View(session.Namespace).Space.Shards;
        if (!LockUnlessBusy(shards, in own))
        {
            frame.WantsAlone = false;
            Refuse(frame.Context.Reply);
            return;
        }
        try
        {
            worker.Scope.Begin(worker.Now, in own, session.NoTouch);
            Invoke(worker, frame, entry, session.Namespace);
        }
        finally
        {
            Unlock(shards, in own);
            if (worker.HasExtraLocks)
                ReleaseExtra(worker, space);
        }
        ServeLeftovers(worker);
    }

    private void RunWithoutKeys(Worker worker, Session session, CommandEntry entry)
    {
        CallFrame frame = worker.Root;
        frame.Context.KeyIndex = Math.Min(1, frame.Context.Request.Count - 1);
        frame.Covered = default;
        worker.Scope.Begin(worker.Now, in frame.Covered, session.NoTouch);
        int space = session.Namespace;
        try
        {
            Invoke(worker, frame, entry, space);
        }
        finally
        {
            if (worker.HasExtraLocks)
                ReleaseExtra(worker, space);
        }
        ServeLeftovers(worker);
    }

    private void RunExclusive(Worker worker, Session session, CommandEntry entry)
    {
        if (entry.Keys.HasKeys)
        {
            KeyIndexOf(worker, entry, worker.Root.Context.Request);
            CountAccesses(worker, session.Namespace, worker.Root.Context.Request);
        }
        RunAlone(worker, session, entry);
    }

    private void RunAlone(Worker worker, Session session, CommandEntry entry)
    {
        CallFrame frame = worker.Root;
        CommandContext context = frame.Context;
        context.KeyIndex = KeyIndexOf(worker, entry, context.Request);
        if (!_gate.TryEnterAlone(worker.Index, _isBusy))
        {
            // The slot is gone: what is left of the batch is served without it.
            worker.IsBusy = true;
            frame.WantsAlone = false;
            Refuse(context.Reply);
            return;
        }
        try
        {
            // Meanwhile the namespace may have been deleted under the client.
            context.Keyspace = worker.View(session.Namespace);
            context.IsExclusive = true;
            frame.Covered = ShardMask.All;
            worker.Scope.Begin(worker.Now, in frame.Covered, session.NoTouch);
            Invoke(worker, frame, entry, session.Namespace);
        }
        finally
        {
            context.IsExclusive = false;
            _gate.ExitAlone(worker.Index);
        }
    }

    private static int KeyIndexOf(Worker worker, CommandEntry entry, ArgumentList request)
    {
        if (entry.SingleKeyIndex > 0)
            return entry.SingleKeyIndex;
        worker.Keys.Clear();
        entry.Keys.CollectKeys(request, ref worker.Keys);
        return worker.Keys.Count > 0 ? worker.Keys[0] : Math.Min(1, request.Count - 1);
    }

    private static ShardMask MaskOf(ArgumentList request, ReadOnlySpan<int> keys)
    {
        ShardMask mask = default;
        foreach (int key in keys)
            mask.Add(KeyHash.ShardOf(KeyHash.Of(request[key])));
        return mask;
    }

    private static void Lock(ReadOnlySpan<Shard> shards, in ShardMask mask)
    {
        for (int i = mask.NextFrom(0); i < ShardSet.Count; i = i + 1 < ShardSet.Count ? mask.NextFrom(i + 1) : ShardSet.Count)
            shards[i].Gate.Enter();
    }

    private static void Unlock(ReadOnlySpan<Shard> shards, in ShardMask mask)
    {
        for (int i = mask.NextFrom(0); i < ShardSet.Count; i = i + 1 < ShardSet.Count ? mask.NextFrom(i + 1) : ShardSet.Count)
            shards[i].Gate.Exit();
    }
}
