using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>Counts key accesses towards the next sample: a number that is taken down by one, whether anybody wants samples or not.</content>
internal sealed partial class Engine
{
    private volatile KeySampling? _sampling;

    private void SetSampling(KeySampling? wanted)
    {
        bool changed = _sampling?.Interval != wanted?.Interval;
        _sampling = wanted;
        if (!changed)
            return;
        foreach (Worker worker in Workers)
            worker.Stride.Restart();
    }

    /// <summary>A call accesses the only key that it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountAccess(Worker worker, Session session, CommandEntry entry, ulong hash)
    {
        if (worker.Stride.Step())
            AccessDue(worker, session, entry, hash);
    }

    /// <summary>A call accesses the keys that were collected from its arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountAccesses(Worker worker, int namespaceIndex, ArgumentList request)
    {
        if (!worker.Stride.TryPass(worker.Keys.Count))
            AccessesDue(worker, namespaceIndex, request);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AccessDue(Worker worker, Session session, CommandEntry entry, ulong hash)
    {
        KeySampling? sampling = _sampling;
        if (worker.Stride.IsSample(sampling?.Interval ?? 0))
            sampling!.Take(session.Namespace, hash, worker.Root.Context.Request[entry.SingleKeyIndex]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AccessesDue(Worker worker, int namespaceIndex, ArgumentList request)
    {
        KeySampling? sampling = _sampling;
        int interval = sampling?.Interval ?? 0;
        ReadOnlySpan<int> keys = worker.Keys.Items;
        for (int i = worker.Stride.Skip(keys.Length); i < keys.Length; i += worker.Stride.Skip(keys.Length - i))
        {
            ReadOnlySpan<byte> key = request[keys[i++]];
            if (worker.Stride.IsSample(interval))
                sampling!.Take(namespaceIndex, KeyHash.Of(key), key);
        }
    }
}
