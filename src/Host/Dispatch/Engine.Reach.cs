using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>
/// A script that uses a key which it did not declare, after it has changed something: it can't begin again, so the shards of that key
/// are locked beside those it has. Never by waiting: who waits for one of ours holds others, maybe this one.
/// </content>
internal sealed partial class Engine
{
    private static readonly long s_patience = System.Diagnostics.Stopwatch.Frequency / 20;

    private bool TryReachFurther(Worker worker, CommandContext caller, ArgumentList request, ReadOnlySpan<int> keys)
    {
        CallFrame root = worker.Root;
        if (root.Changes == 0 || root.Context.Keyspace.Index != caller.Client.Namespace)
            return false;
        ShardMask needed = MaskOf(request, keys);
        ShardMask extra = Without(in needed, in root.Covered);
        ReadOnlySpan<Shard> shards = Store.Space(caller.Client.Namespace)!.Shards;
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        var wait = new SpinWait();
        while (!TryLock(shards, in extra))
        {
            if (System.Diagnostics.Stopwatch.GetTimestamp() - began > s_patience)
                return false;
            wait.SpinOnce(sleep1Threshold: -1);
        }
        for (int i = 0; i < ShardSet.Count; i++)
        {
            if (!extra.Contains(i))
                continue;
            worker.ExtraLocks.Add(i);
            for (int depth = 0; depth <= worker.Depth; depth++)
                worker.FrameAt(depth)!.Covered.Add(i);
        }
        worker.HasExtraLocks = true;
        worker.Scope.Cover(in root.Covered);
        return true;
    }

    private void ReleaseExtra(Worker worker, int space)
    {
        Unlock(Store.Space(space)!.Shards, in worker.ExtraLocks);
        worker.ExtraLocks = default;
        worker.HasExtraLocks = false;
    }
}
